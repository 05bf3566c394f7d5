// The way into the cluster: ports on the loopback address of the real machine, and behind them addresses inside of a network
// namespace. It passes bytes on; there is no device, no route and no rule between the two networks.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

const patience = 5 * time.Second

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: door NAMESPACE NAME=ADDRESS[,ADDRESS]...: the first address that answers is taken")
		os.Exit(2)
	}
	namespace, err := os.Open(os.Args[1])
	if err != nil {
		fail(err)
	}
	ports := map[string]int{}
	for _, argument := range os.Args[2:] {
		name, targets, _ := strings.Cut(argument, "=")
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			fail(err)
		}
		ports[name] = listener.Addr().(*net.TCPAddr).Port
		go serve(listener, namespace, strings.Split(targets, ","))
	}
	json.NewEncoder(os.Stdout).Encode(ports)
	io.Copy(io.Discard, os.Stdin) // and ends with whoever opened it
}

func serve(listener net.Listener, namespace *os.File, targets []string) {
	for {
		client, err := listener.Accept()
		if err != nil {
			fail(err)
		}
		go pass(client.(*net.TCPConn), namespace, targets)
	}
}

func pass(client *net.TCPConn, namespace *os.File, targets []string) {
	defer client.Close()
	for _, target := range targets {
		if server := dial(namespace, target); server != nil {
			defer server.Close()
			var both sync.WaitGroup
			both.Go(func() { stream(server, client) })
			both.Go(func() { stream(client, server) })
			both.Wait()
			return
		}
	}
	client.SetLinger(0) // refused inside is refused outside, as far as it can still be said
}

// A socket belongs for ever to the namespace of the thread that made it. The thread is never unlocked, so it ends here.
func dial(namespace *os.File, target string) *net.TCPConn {
	made := make(chan *net.TCPConn)
	go func() {
		runtime.LockOSThread()
		if unix.Setns(int(namespace.Fd()), unix.CLONE_NEWNET) == nil {
			if connection, err := net.DialTimeout("tcp4", target, patience); err == nil {
				made <- connection.(*net.TCPConn)
				return
			}
		}
		made <- nil
	}()
	return <-made
}

func stream(to, from *net.TCPConn) {
	if _, err := io.Copy(to, from); err != nil {
		to.SetLinger(0) // a connection that broke inside breaks outside, and does not end as if all had been said
		to.Close()
		return
	}
	to.CloseWrite()
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
