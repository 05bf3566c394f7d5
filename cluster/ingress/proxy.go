package main

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptrace"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

// ingress-nginx's defaults: proxy-connect-timeout, proxy-read-timeout, proxy-next-upstream-tries, proxy-body-size.
const (
	connectTimeout = 5 * time.Second
	readTimeout    = 60 * time.Second
	tries          = 3
	bodyLimit      = 1 << 20
)

// Asked again, these may do twice what was meant once; nginx leaves them where they were sent to.
var notRepeated = []string{http.MethodPost, "LOCK", http.MethodPatch}

// Of the connection, not of the request.
var hops = []string{"Connection", "Keep-Alive", "Proxy-Connection", "Te", "Trailer", "Transfer-Encoding", "Upgrade"}

var transport = &http.Transport{
	DialContext:           (&net.Dialer{Timeout: connectTimeout}).DialContext,
	ResponseHeaderTimeout: readTimeout,
	MaxIdleConnsPerHost:   320,
	IdleConnTimeout:       60 * time.Second,
	DisableCompression:    true,
}

// proxy passes requests on to endpoints, one after the other, and asks the next when one fails.
type proxy struct {
	table func() *table
	next  atomic.Uint64
}

func (p *proxy) ServeHTTP(response http.ResponseWriter, request *http.Request) {
	began := time.Now()
	host, _, err := net.SplitHostPort(request.Host)
	if err != nil {
		host = request.Host
	}
	route := p.table().find(host, request.URL.Path)
	switch {
	case route == nil:
		http.Error(response, "default backend - 404", http.StatusNotFound)
	case route.secure && request.TLS == nil:
		http.Redirect(response, request, "https://"+host+request.URL.RequestURI(), http.StatusPermanentRedirect)
	case len(route.upstream.addresses) == 0:
		http.Error(response, "503 Service Temporarily Unavailable", http.StatusServiceUnavailable)
	default:
		asked, status := p.pass(response, request, route.upstream.addresses)
		log.Printf("%s %s%s %d %.3f %s", request.Method, host, request.URL.Path, status, time.Since(began).Seconds(), asked)
	}
}

// pass says whom it asked, and the status that the user got.
func (p *proxy) pass(response http.ResponseWriter, request *http.Request, addresses []string) (string, int) {
	body, err := io.ReadAll(http.MaxBytesReader(response, request.Body, bodyLimit)) // buffered, as nginx does, to be sent again
	if err != nil {
		http.Error(response, err.Error(), http.StatusRequestEntityTooLarge)
		return "", http.StatusRequestEntityTooLarge
	}
	var asked []string
	for {
		address := addresses[p.next.Add(1)%uint64(len(addresses))]
		asked = append(asked, address)
		answer, sent, err := ask(request, address, body)
		if err == nil {
			return strings.Join(asked, ", "), copyAnswer(response, answer)
		}
		if request.Context().Err() != nil {
			return fmt.Sprintf("%s: the user has gone", strings.Join(asked, ", ")), 499
		}
		if len(asked) == tries || sent && slices.Contains(notRepeated, request.Method) {
			status := http.StatusBadGateway
			if timeout := net.Error(nil); errors.As(err, &timeout) && timeout.Timeout() {
				status = http.StatusGatewayTimeout
			}
			http.Error(response, http.StatusText(status), status)
			return fmt.Sprintf("%s: %v", strings.Join(asked, ", "), err), status
		}
	}
}

// ask says also whether the endpoint may have seen the request.
func ask(request *http.Request, address string, body []byte) (*http.Response, bool, error) {
	sent := false
	traced := httptrace.WithClientTrace(request.Context(), &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { sent = true },
	})
	next, err := http.NewRequestWithContext(traced, request.Method, "http://"+address+request.URL.RequestURI(), nil)
	if err != nil {
		return nil, false, err
	}
	if len(body) > 0 {
		next.Body, next.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body)) // without GetBody: no hidden repetition
	}
	next.Host = request.Host
	next.Header = headersOf(request)
	answer, err := transport.RoundTrip(next)
	return answer, sent, err
}

func headersOf(request *http.Request) http.Header {
	headers := request.Header.Clone()
	for _, name := range hops {
		headers.Del(name)
	}
	user, _, _ := net.SplitHostPort(request.RemoteAddr)
	scheme, port := "http", "80"
	if request.TLS != nil {
		scheme, port = "https", "443"
	}
	for name, value := range map[string]string{
		"X-Real-IP": user, "X-Forwarded-For": user, "X-Forwarded-Host": request.Host, "X-Forwarded-Port": port,
		"X-Forwarded-Proto": scheme, "X-Forwarded-Scheme": scheme, "X-Scheme": scheme,
	} {
		headers.Set(name, value)
	}
	if headers.Get("X-Request-ID") == "" {
		id := make([]byte, 16)
		rand.Read(id)
		headers.Set("X-Request-ID", hex.EncodeToString(id))
	}
	if _, said := headers["User-Agent"]; !said {
		headers["User-Agent"] = nil // or Go would add its own
	}
	return headers
}

// An answer that breaks off is broken off, and does not look whole.
func copyAnswer(response http.ResponseWriter, answer *http.Response) int {
	defer answer.Body.Close()
	for name, values := range answer.Header {
		if !slices.Contains(hops, name) {
			response.Header()[name] = values
		}
	}
	response.WriteHeader(answer.StatusCode)
	if _, err := io.Copy(response, answer.Body); err != nil {
		log.Printf("an answer broke off: %v", err)
		panic(http.ErrAbortHandler)
	}
	return answer.StatusCode
}
