package main

import (
	"context"
	"fmt"
	"net"
	"strings"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	health "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	grpcprobe "k8s.io/kubernetes/pkg/probe/grpc"
)

// grpcCase is a grpc probe, what the server does, and what came of it.
type grpcCase struct {
	Name    string `json:"name"`
	Service string `json:"service"`
	Timeout int    `json:"timeoutSeconds"`
	// Server is "health", "bare" (gRPC without the health service), "tls", "http1", "refused", "closes" or "hang" (accepts and says nothing).
	Server string `json:"server"`
	// Statuses has the answer for each service: the number of a ServingStatus.
	Statuses map[string]int32 `json:"statuses,omitempty"`
	// Code is the error that the health service answers with instead.
	Code codes.Code `json:"code,omitempty"`
	// After is milliseconds of silence.
	After int `json:"after,omitempty"`

	Asked  *asked `json:"asked,omitempty"`
	Answer answer `json:"answer"`

	lock sync.Mutex
	health.UnimplementedHealthServer
}

// asked is what arrived.
type asked struct {
	Service   string `json:"service"`
	Authority string `json:"authority"`
	UserAgent string `json:"userAgent"`
}

func grpcCases() []grpcCase {
	var cases []grpcCase
	for number := range int32(5) { // 4 is none of the protocol's
		cases = append(cases, grpcCase{Name: fmt.Sprintf("status %d", number), Server: "health", Statuses: map[string]int32{"": number}})
		cases = append(cases, grpcCase{Name: fmt.Sprintf("status %d of a service", number), Server: "health", Service: "prices.v1.Prices", Statuses: map[string]int32{"prices.v1.Prices": number}})
	}
	for code := codes.Canceled; code <= codes.Unauthenticated; code++ {
		cases = append(cases, grpcCase{Name: fmt.Sprintf("code %d, %s", code, code), Server: "health", Code: code})
	}
	cases = append(cases,
		grpcCase{Name: "code 42, which nobody knows", Server: "health", Code: 42},
		grpcCase{Name: "a service that the server does not know", Server: "health", Service: "other", Statuses: map[string]int32{"": 1}},
		grpcCase{Name: "a service serves where the server does not", Server: "health", Service: "a", Statuses: map[string]int32{"": 2, "a": 1}},
		grpcCase{Name: "the server serves where a service does not", Server: "health", Statuses: map[string]int32{"": 1, "a": 2}},
		grpcCase{Name: "an answer in time", Server: "health", Statuses: map[string]int32{"": 1}, After: 300},
		grpcCase{Name: "an answer too late", Server: "health", Statuses: map[string]int32{"": 1}, After: 1500},
		grpcCase{Name: "an answer in time, with a patience of 2 s", Server: "health", Statuses: map[string]int32{"": 1}, After: 1500, Timeout: 2},
	)
	for _, server := range []string{"bare", "tls", "http1", "refused", "closes", "hang"} {
		cases = append(cases, grpcCase{Name: "server: " + server, Server: server})
	}
	for i := range cases {
		if cases[i].Timeout == 0 {
			cases[i].Timeout = 1
		}
	}
	return cases
}

func (c *grpcCase) run() {
	listener := listen(podIP + ":0")
	port := listener.Addr().(*net.TCPAddr).Port
	defer c.serve(listener)()
	result, output, err := grpcprobe.New().Probe(podIP, c.Service, port, time.Duration(c.Timeout)*time.Second)
	settle := strings.NewReplacer(fmt.Sprintf(":%d", port), ":"+ports["http"])
	c.Answer = answer{Result: string(result), Output: settle.Replace(output)}
	if err != nil {
		c.Answer.Error = err.Error()
	}
	c.lock.Lock()
	defer c.lock.Unlock()
	if c.Asked != nil {
		c.Asked.Authority = settle.Replace(c.Asked.Authority)
	}
}

// serve returns how to end it.
func (c *grpcCase) serve(listener net.Listener) func() {
	switch c.Server {
	case "refused":
		listener.Close()
		return func() {}
	case "hang":
		return func() { listener.Close() }
	case "closes", "http1":
		go func() {
			for {
				connection, err := listener.Accept()
				if err != nil {
					return
				}
				if c.Server == "http1" {
					connection.Write([]byte("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"))
				}
				connection.Close()
			}
		}()
		return func() { listener.Close() }
	}
	var options []grpc.ServerOption
	if c.Server == "tls" {
		signed := certificate()
		options = append(options, grpc.Creds(credentials.NewServerTLSFromCert(&signed)))
	}
	server := grpc.NewServer(options...)
	if c.Server != "bare" {
		health.RegisterHealthServer(server, c)
	}
	go server.Serve(listener)
	return server.Stop
}

// Check answers as the case says.
func (c *grpcCase) Check(ctx context.Context, in *health.HealthCheckRequest) (*health.HealthCheckResponse, error) {
	c.lock.Lock()
	sent, _ := metadata.FromIncomingContext(ctx)
	c.Asked = &asked{Service: in.Service, Authority: strings.Join(sent[":authority"], ","), UserAgent: strings.Join(sent["user-agent"], ",")}
	c.lock.Unlock()
	select {
	case <-time.After(time.Duration(c.After) * time.Millisecond):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if c.Code != codes.OK {
		return nil, status.Error(c.Code, "as told")
	}
	serving, isKnown := c.Statuses[in.Service]
	if !isKnown {
		return nil, status.Error(codes.NotFound, "unknown service")
	}
	return &health.HealthCheckResponse{Status: health.HealthCheckResponse_ServingStatus(serving)}, nil
}
