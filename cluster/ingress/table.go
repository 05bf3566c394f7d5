package main

import (
	"cmp"
	"crypto/tls"
	"errors"
	"slices"
	"strings"

	networking "k8s.io/api/networking/v1"
)

// Who answers for a host and a path.
type table struct {
	routes       []route
	certificates map[string]*tls.Certificate
}

type route struct {
	host, path string
	exact      bool
	secure     bool // asked without TLS, it sends the user to where there is TLS
	upstream   *upstream
}

// The ready endpoints of a Service.
type upstream struct {
	addresses []string
}

func (t *table) add(host string, path networking.HTTPIngressPath, secure bool, to *upstream) {
	exact := path.PathType != nil && *path.PathType == networking.PathTypeExact
	t.routes = append(t.routes, route{host: host, path: cmp.Or(path.Path, "/"), exact: exact, secure: secure, upstream: to})
}

// The most particular first: a whole host before a wildcard before any, an exact path before a prefix, a long one before a short one.
func (t *table) sort() {
	slices.SortStableFunc(t.routes, func(a, b route) int {
		return cmp.Or(generality(a.host)-generality(b.host), boolean(b.exact)-boolean(a.exact), len(b.path)-len(a.path))
	})
}

func (t *table) find(host, path string) *route {
	served := ""
	for i := range t.routes {
		one := &t.routes[i]
		// A host that has rules of its own is answered by them alone.
		if served != "" && one.host != served {
			break
		}
		if !one.hosts(host) {
			continue
		}
		served = one.host
		if one.leads(path) {
			return one
		}
	}
	return nil
}

func (t *table) certificate(host string) (*tls.Certificate, error) {
	_, domain, _ := strings.Cut(host, ".")
	if found := cmp.Or(t.certificates[host], t.certificates["*."+domain]); found != nil {
		return found, nil
	}
	return nil, errors.New("no Ingress has a certificate for " + host)
}

func (r *route) hosts(host string) bool {
	if wild, ok := strings.CutPrefix(r.host, "*."); ok {
		_, domain, _ := strings.Cut(host, ".")
		return domain == wild
	}
	return r.host == "" || r.host == host
}

func (r *route) leads(path string) bool {
	if r.exact {
		return path == r.path
	}
	prefix := strings.TrimSuffix(r.path, "/")
	return path == prefix || strings.HasPrefix(path, prefix+"/")
}

func generality(host string) int {
	switch {
	case host == "":
		return 2
	case strings.HasPrefix(host, "*."):
		return 1
	}
	return 0
}

func boolean(is bool) int {
	if is {
		return 1
	}
	return 0
}
