package main

import (
	"net"
	"strconv"
	"strings"
	"syscall"
	"time"

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/kubernetes/pkg/probe"
	tcpprobe "k8s.io/kubernetes/pkg/probe/tcp"
)

// tcpCase is a tcpSocket probe of a container, what listens, and what came of it.
type tcpCase struct {
	Name    string              `json:"name"`
	Socket  *v1.TCPSocketAction `json:"tcpSocket"`
	PodIP   string              `json:"podIP"`
	Ports   []v1.ContainerPort  `json:"ports,omitempty"`
	Timeout int                 `json:"timeoutSeconds"`
	// Listener is "open", "refused", "closes" (accepts and closes at once) or "full" (its backlog is, and nobody accepts).
	Listener string `json:"listener"`

	Answer answer `json:"answer"`
}

func tcpCases() []tcpCase {
	made := func(name, listener string, port intstr.IntOrString, host string, declared ...v1.ContainerPort) tcpCase {
		return tcpCase{Name: name, Listener: listener, Socket: &v1.TCPSocketAction{Port: port, Host: host}, PodIP: podIP, Ports: declared, Timeout: 1}
	}
	number := intstr.FromInt32(plainPort)
	return []tcpCase{
		made("open", "open", number, ""),
		made("open, by a host of its own", "open", number, "localhost"),
		made("open, by name", "open", intstr.FromString("http"), "", named("http", plainPort)),
		made("open, in quotes", "open", intstr.FromString("8080"), ""),
		made("accepted and closed at once", "closes", number, ""),
		made("refused", "refused", number, ""),
		made("refused, by a host of its own", "refused", number, "127.0.0.1"),
		made("a backlog that is full", "full", number, ""),
		made("a name that no port has", "open", intstr.FromString("web"), "", named("http", plainPort)),
		made("port 0", "open", intstr.FromInt32(0), ""),
		made("port 65536", "open", intstr.FromInt32(65536), ""),
	}
}

func (c *tcpCase) run() {
	address, end := c.listen()
	defer end()
	actual := int32(address.Port)
	socket := c.Socket.DeepCopy()
	if socket.Port.IntVal == plainPort {
		socket.Port = intstr.FromInt32(actual)
	}
	if socket.Port.StrVal == strconv.Itoa(plainPort) {
		socket.Port = intstr.FromString(strconv.Itoa(address.Port))
	}
	container := &v1.Container{}
	for _, port := range c.Ports {
		port.ContainerPort = actual
		container.Ports = append(container.Ports, port)
	}
	c.Answer = c.ask(socket, container)
	c.Answer.Output = strings.ReplaceAll(c.Answer.Output, ":"+strconv.Itoa(address.Port), ":"+ports["http"])
}

// ask does what runProbe of pkg/kubelet/prober/prober.go does for tcpSocket.
func (c *tcpCase) ask(socket *v1.TCPSocketAction, container *v1.Container) answer {
	port, err := probe.ResolveContainerPort(socket.Port, container)
	if err != nil {
		return answer{Result: "unknown", Error: err.Error()}
	}
	host := socket.Host
	if host == "" {
		host = c.PodIP
	}
	result, output, err := tcpprobe.New().Probe(host, port, time.Duration(c.Timeout)*time.Second)
	said := answer{Result: string(result), Output: output}
	if err != nil {
		said.Error = err.Error()
	}
	return said
}

func (c *tcpCase) listen() (*net.TCPAddr, func()) {
	if c.Listener == "full" {
		return listenFull()
	}
	listener := listen(podIP + ":0")
	end := func() { listener.Close() }
	switch c.Listener {
	case "refused":
		listener.Close()
	case "closes":
		go func() {
			for {
				connection, err := listener.Accept()
				if err != nil {
					return
				}
				connection.Close()
			}
		}()
	}
	return listener.Addr().(*net.TCPAddr), end
}

// listenFull listens with a backlog of nothing, which Linux fills with one connection; the next SYN is dropped.
func listenFull() (*net.TCPAddr, func()) {
	socket, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
	if err != nil {
		panic(err)
	}
	if err := syscall.Bind(socket, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		panic(err)
	}
	if err := syscall.Listen(socket, 0); err != nil {
		panic(err)
	}
	bound, err := syscall.Getsockname(socket)
	if err != nil {
		panic(err)
	}
	address := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: bound.(*syscall.SockaddrInet4).Port}
	waiting, err := net.Dial("tcp", address.String())
	if err != nil {
		panic(err)
	}
	return address, func() {
		waiting.Close()
		syscall.Close(socket)
	}
}
