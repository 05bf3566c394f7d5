package main

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"math/big"
	"net"
	"strings"
	"sync"
	"time"
)

// step is what the server does with one connection. Nothing of net/http serves here: it would not send what is wrong.
type step struct {
	// Fault replaces the response: "refused", "hang", "close", "garbage".
	Fault  string `json:"fault,omitempty"`
	Status int    `json:"status,omitempty"`
	// Informational responses go before it.
	Informational []int       `json:"informational,omitempty"`
	Headers       [][2]string `json:"headers,omitempty"`
	// Body is its announced length.
	Body int `json:"body,omitempty"`
	// Chunked announces no length.
	Chunked bool `json:"chunked,omitempty"`
	// Cut closes the connection after so many bytes of the body.
	Cut *int `json:"cut,omitempty"`
	// HeadAfter and BodyAfter are milliseconds of silence before the head, and before the body.
	HeadAfter int `json:"headAfter,omitempty"`
	BodyAfter int `json:"bodyAfter,omitempty"`
}

// request is what arrived, as it was on the wire.
type request struct {
	// On names the listener: http, https, or other for another address.
	On   string   `json:"on"`
	Head []string `json:"head"`
}

// The first byte of a client that speaks TLS to a plain port.
const tlsHandshake = 0x16

// The ports that the recording has in place of the real ones.
var ports = map[string]string{"http": "8080", "https": "8443", "other": "8081"}

// server plays a script, a step for each connection; the last one again and again.
type server struct {
	listeners map[string]net.Listener
	lock      sync.Mutex
	script    []step
	served    int
	requests  []request
	over      chan struct{}
}

func serve(script []step) *server {
	s := &server{listeners: map[string]net.Listener{}, over: make(chan struct{})}
	s.listeners["http"] = listen("127.0.0.1:0")
	s.listeners["other"] = listen("127.0.0.2:0")
	s.listeners["https"] = tls.NewListener(listen("127.0.0.1:0"), &tls.Config{Certificates: []tls.Certificate{certificate()}})
	for _, one := range script {
		filled := one
		filled.Headers = nil
		for _, header := range one.Headers {
			filled.Headers = append(filled.Headers, [2]string{header[0], s.fill(header[1])})
		}
		s.script = append(s.script, filled)
	}
	for name, listener := range s.listeners {
		if len(script) > 0 && script[0].Fault == "refused" {
			listener.Close()
			continue
		}
		go s.accept(name, listener)
	}
	return s
}

func listen(address string) net.Listener {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		panic(err)
	}
	return listener
}

func (s *server) close() {
	close(s.over)
	for _, listener := range s.listeners {
		listener.Close()
	}
}

// fill puts the real ports where the case has $HTTP, $HTTPS and $OTHER.
func (s *server) fill(text string) string {
	for _, name := range []string{"https", "http", "other"} {
		text = strings.ReplaceAll(text, "$"+strings.ToUpper(name), s.port(name))
	}
	return text
}

// settle puts the ports of the recording where the real ones are.
func (s *server) settle(text string) string {
	for name, port := range ports {
		text = strings.ReplaceAll(text, ":"+s.port(name), ":"+port)
	}
	return text
}

func (s *server) port(name string) string {
	return fmt.Sprint(s.listeners[name].Addr().(*net.TCPAddr).Port)
}

func (s *server) accept(name string, listener net.Listener) {
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		go s.answer(name, connection)
	}
}

func (s *server) answer(name string, connection net.Conn) {
	defer connection.Close()
	reader := bufio.NewReader(connection)
	if first, err := reader.Peek(1); err != nil || first[0] == tlsHandshake {
		fmt.Fprint(connection, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
		return
	}
	var head []string
	for {
		line, err := reader.ReadString('\n')
		if err != nil {
			return
		}
		if line = strings.TrimSuffix(line, "\r\n"); line == "" {
			break
		}
		head = append(head, s.settle(line))
	}
	s.lock.Lock()
	now := s.script[min(s.served, len(s.script)-1)]
	s.served++
	s.requests = append(s.requests, request{On: name, Head: head})
	s.lock.Unlock()
	switch now.Fault {
	case "hang":
		<-s.over
		return
	case "close":
		return
	case "garbage":
		fmt.Fprint(connection, "SSH-2.0-OpenSSH_9.6\r\n\r\n")
		return
	}
	s.wait(now.HeadAfter)
	var text strings.Builder
	for _, status := range now.Informational {
		fmt.Fprintf(&text, "HTTP/1.1 %03d Wait\r\n\r\n", status)
	}
	fmt.Fprintf(&text, "HTTP/1.1 %03d Status\r\n", now.Status)
	for _, header := range now.Headers {
		fmt.Fprintf(&text, "%s: %s\r\n", header[0], header[1])
	}
	bodiless := now.Status == 204 || now.Status == 304 || now.Status < 200
	switch {
	case bodiless:
	case now.Chunked:
		text.WriteString("Transfer-Encoding: chunked\r\n")
	default:
		fmt.Fprintf(&text, "Content-Length: %d\r\n", now.Body)
	}
	text.WriteString("\r\n")
	fmt.Fprint(connection, text.String())
	if bodiless {
		return
	}
	s.wait(now.BodyAfter)
	sent := now.Body
	if now.Cut != nil {
		sent = *now.Cut
	}
	body := strings.Repeat("x", sent)
	if now.Chunked {
		if sent > 0 {
			fmt.Fprintf(connection, "%x\r\n%s\r\n", sent, body)
		}
		if now.Cut == nil {
			fmt.Fprint(connection, "0\r\n\r\n")
		}
		return
	}
	fmt.Fprint(connection, body)
}

func (s *server) wait(milliseconds int) {
	select {
	case <-time.After(time.Duration(milliseconds) * time.Millisecond):
	case <-s.over:
	}
}

// The kubelet does not ask who signed it.
var certificate = sync.OnceValue(func() tls.Certificate {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), DNSNames: []string{"nobody.example"}}
	signed, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		panic(err)
	}
	return tls.Certificate{Certificate: [][]byte{signed}, PrivateKey: key}
})
