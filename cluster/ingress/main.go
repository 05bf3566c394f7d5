// A stand-in for ingress-nginx, whose module nobody can fetch: it follows Ingresses, Services, EndpointSlices and Secrets and
// passes requests on to the endpoints by ingress-nginx's defaults. README.md says which of them.
package main

import (
	"context"
	"crypto/tls"
	"flag"
	"log"
	"net/http"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
)

// ingress-nginx looks at changes at most this often (--sync-rate-limit 0.3): an endpoint that has gone is asked for seconds more.
const between = time.Second * 10 / 3

func main() {
	class := flag.String("class", "nginx", "the IngressClass that is served")
	address := flag.String("publish", "", "the address that Ingresses get as their load balancer's")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()

	config, err := rest.InClusterConfig()
	if err != nil {
		log.Fatal(err)
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		log.Fatal(err)
	}
	factory := informers.NewSharedInformerFactory(client, 0)
	objects := listersOf(factory)
	changed := make(chan struct{}, 1)
	for _, informer := range objects.informers {
		informer.AddEventHandler(tell(changed))
	}
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())

	var table atomic.Pointer[table]
	table.Store(objects.table(*class))
	go func() {
		for range changed {
			next := objects.table(*class)
			table.Store(next)
			publish(ctx, client, objects, *class, *address)
			time.Sleep(between)
		}
	}()

	proxy := &proxy{table: table.Load}
	secure := &http.Server{Addr: ":443", Handler: proxy, TLSConfig: &tls.Config{
		GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
			return table.Load().certificate(hello.ServerName)
		},
	}}
	plain := &http.Server{Addr: ":80", Handler: proxy}
	go func() { log.Fatal(secure.ListenAndServeTLS("", "")) }()
	go func() { log.Fatal(plain.ListenAndServe()) }()
	<-ctx.Done()
	log.Fatal("asked to end")
}

// A change that is still to be looked at stands for all that follow it.
func tell(changed chan<- struct{}) cache.ResourceEventHandler {
	some := func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	}
	return cache.ResourceEventHandlerFuncs{
		AddFunc:    func(any) { some() },
		UpdateFunc: func(any, any) { some() },
		DeleteFunc: func(any) { some() },
	}
}
