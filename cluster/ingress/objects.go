package main

import (
	"context"
	"crypto/tls"
	"log"
	"net"
	"slices"
	"strconv"

	core "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	networking "k8s.io/api/networking/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	corelisters "k8s.io/client-go/listers/core/v1"
	discoverylisters "k8s.io/client-go/listers/discovery/v1"
	networkinglisters "k8s.io/client-go/listers/networking/v1"
	"k8s.io/client-go/tools/cache"
)

// What the API server holds, as it was last heard of.
type objects struct {
	ingresses networkinglisters.IngressLister
	services  corelisters.ServiceLister
	secrets   corelisters.SecretLister
	slices    discoverylisters.EndpointSliceLister
	informers []cache.SharedIndexInformer
}

func listersOf(factory informers.SharedInformerFactory) *objects {
	ingresses, endpoints := factory.Networking().V1().Ingresses(), factory.Discovery().V1().EndpointSlices()
	services, secrets := factory.Core().V1().Services(), factory.Core().V1().Secrets()
	return &objects{
		ingresses: ingresses.Lister(), services: services.Lister(), secrets: secrets.Lister(), slices: endpoints.Lister(),
		informers: []cache.SharedIndexInformer{ingresses.Informer(), endpoints.Informer(), services.Informer(), secrets.Informer()},
	}
}

func (o *objects) table(class string) *table {
	made := &table{certificates: map[string]*tls.Certificate{}}
	for _, ingress := range o.served(class) {
		secure := map[string]bool{}
		for _, entry := range ingress.Spec.TLS {
			certificate := o.certificate(ingress.Namespace, entry.SecretName)
			for _, host := range entry.Hosts {
				secure[host] = certificate != nil
				made.certificates[host] = certificate
			}
		}
		for _, rule := range ingress.Spec.Rules {
			if rule.HTTP == nil {
				continue
			}
			for _, path := range rule.HTTP.Paths {
				made.add(rule.Host, path, secure[rule.Host], o.backend(ingress.Namespace, path.Backend))
			}
		}
		if fallback := ingress.Spec.DefaultBackend; fallback != nil {
			made.add("", networking.HTTPIngressPath{Path: "/"}, false, o.backend(ingress.Namespace, *fallback))
		}
	}
	made.sort()
	return made
}

// The oldest comes first, as where two say the same it is the one that holds.
func (o *objects) served(class string) []*networking.Ingress {
	all, _ := o.ingresses.List(labels.Everything())
	all = slices.DeleteFunc(slices.Clone(all), func(one *networking.Ingress) bool {
		return one.Spec.IngressClassName == nil || *one.Spec.IngressClassName != class
	})
	slices.SortFunc(all, func(a, b *networking.Ingress) int { return a.CreationTimestamp.Compare(b.CreationTimestamp.Time) })
	return all
}

// The addresses of a Service's ready endpoints, asked themselves and not through the Service's own address.
func (o *objects) backend(namespace string, backend networking.IngressBackend) *upstream {
	made := &upstream{}
	if backend.Service == nil {
		return made
	}
	service, err := o.services.Services(namespace).Get(backend.Service.Name)
	if err != nil {
		return made
	}
	at := slices.IndexFunc(service.Spec.Ports, func(port core.ServicePort) bool {
		wanted := backend.Service.Port
		return wanted.Name != "" && port.Name == wanted.Name || wanted.Name == "" && port.Port == wanted.Number
	})
	if at < 0 {
		return made
	}
	endpoints, _ := o.slices.EndpointSlices(namespace).List(labels.SelectorFromSet(labels.Set{discovery.LabelServiceName: service.Name}))
	for _, slice := range endpoints {
		for _, port := range slice.Ports {
			if port.Port == nil || port.Name == nil || *port.Name != service.Spec.Ports[at].Name {
				continue
			}
			for _, endpoint := range slice.Endpoints {
				if ready := endpoint.Conditions.Ready; ready == nil || *ready {
					for _, address := range endpoint.Addresses {
						made.addresses = append(made.addresses, net.JoinHostPort(address, strconv.Itoa(int(*port.Port))))
					}
				}
			}
		}
	}
	slices.Sort(made.addresses)
	return made
}

func (o *objects) certificate(namespace, name string) *tls.Certificate {
	secret, err := o.secrets.Secrets(namespace).Get(name)
	if err != nil {
		return nil
	}
	certificate, err := tls.X509KeyPair(secret.Data[core.TLSCertKey], secret.Data[core.TLSPrivateKeyKey])
	if err != nil {
		log.Printf("%s/%s: %v", namespace, name, err)
		return nil
	}
	return &certificate
}

// publish tells each Ingress where it is served.
func publish(ctx context.Context, client kubernetes.Interface, o *objects, class, address string) {
	if address == "" {
		return
	}
	for _, ingress := range o.served(class) {
		if at := ingress.Status.LoadBalancer.Ingress; len(at) == 1 && at[0].IP == address {
			continue
		}
		next := ingress.DeepCopy()
		next.Status.LoadBalancer.Ingress = []networking.IngressLoadBalancerIngress{{IP: address}}
		if _, err := client.NetworkingV1().Ingresses(next.Namespace).UpdateStatus(ctx, next, meta.UpdateOptions{}); err != nil {
			log.Printf("%s/%s: %v", next.Namespace, next.Name, err)
		}
	}
}
