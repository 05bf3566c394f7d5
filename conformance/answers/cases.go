package main

import (
	"fmt"
	"strings"

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

const podIP = "127.0.0.1"

var fine = []step{{Status: 200, Body: 2}}

// get is a probe of the plain port with the API server's defaults; change makes it the one that a case is about.
func get(name string, script []step, change ...func(*httpCase)) httpCase {
	made := httpCase{
		Name:    name,
		Get:     &v1.HTTPGetAction{Path: "/", Port: intstr.FromInt32(plainPort), Scheme: v1.URISchemeHTTP},
		PodIP:   podIP,
		Timeout: 1,
		Script:  script,
	}
	for _, one := range change {
		one(&made)
	}
	return made
}

func path(path string) func(*httpCase) {
	return func(c *httpCase) { c.Get.Path = path }
}

func host(host string) func(*httpCase) {
	return func(c *httpCase) { c.Get.Host = host }
}

func overTLS(c *httpCase) {
	c.Get.Scheme, c.Get.Port = v1.URISchemeHTTPS, intstr.FromInt32(tlsPort)
}

func headers(pairs ...string) func(*httpCase) {
	return func(c *httpCase) {
		for i := 0; i < len(pairs); i += 2 {
			c.Get.HTTPHeaders = append(c.Get.HTTPHeaders, v1.HTTPHeader{Name: pairs[i], Value: pairs[i+1]})
		}
	}
}

func port(port intstr.IntOrString, declared ...v1.ContainerPort) func(*httpCase) {
	return func(c *httpCase) { c.Get.Port, c.Ports = port, declared }
}

func named(name string, number int32) v1.ContainerPort {
	return v1.ContainerPort{Name: name, ContainerPort: number, Protocol: v1.ProtocolTCP}
}

func httpCases() []httpCase {
	cases := pathCases()
	cases = append(cases, addressCases()...)
	cases = append(cases, headerCases()...)
	cases = append(cases, statusCases()...)
	cases = append(cases, redirectCases()...)
	cases = append(cases, bodyCases()...)
	return append(cases, faultCases()...)
}

func pathCases() []httpCase {
	var cases []httpCase
	for _, one := range []string{
		"", "/", "/health/", "health", "/a b", "/a%20b", "/a%2Fb", "/a%2fb", "/%zz", "/a%", "/a%2", "/%E2%82", "/%e2%82%ac", "/a?b=c", "/a?b=c d", "?x=1", "/a?", "/?",
		"/a#frag", "#", "#frag", "/a#f?q", "/a?q#f", "//host/x", "//host", "///x", "//", "///", "/a//b", "/a/../b", "/./a", "/a/.", "..", "../a", ".",
		"http://elsewhere/x", "http://elsewhere", "http://elsewhere:99/x?q=1#f", "http://u:p@elsewhere/x", "//u@elsewhere/x", "https://elsewhere/x", "mailto:x", "a:b", "1:b", ":x", "/a:b", "a/b:c",
		"/ü", "/%C3%BC", "/ü?ü#ü", "/a;b", "/a+b", "/a&b=c", "/a'b", `/a"b`, "/<x>", "/[x]", "/{x}", "/a|b", `/a\b`, "/a^b", "/`", "/*", "*", "/~x-._", "/!$&'()*+,;=:@",
		"/a\tb", "/a\nb", "/\x7f", "/x?y=%zz", `/x?y="<>`, "/x?y=a#b?c", "http:", "http:/x", "http:///x", "http://[::1/x", "http://[::1]/x", "http://a b/x", "http://a:b/x", "http://a%20b/x",
		"/a?b?c", "/(a)", "/$(POD_IP)", "/\u00a0", "/%41", "/%7Ea", "/a%3Fb", "/a%23b", "/😀", "/x?e=😀", "http+unix://x/y", "HTTP://X/y", "/%2e%2e/a", "/!", "/'", "/(x)*", "@", "/@", "&", "%", "?", " ", "/ ",
	} {
		cases = append(cases, get(fmt.Sprintf("path %q", one), fine, path(one)))
	}
	return cases
}

func addressCases() []httpCase {
	return []httpCase{
		get("a host of its own", fine, host("localhost")),
		get("a host in capitals", fine, host("LOCALHOST")),
		get("the host is an address", fine, host("127.0.0.1")),
		get("no scheme", fine, func(c *httpCase) { c.Get.Scheme = "" }),
		get("TLS with a certificate of nobody", fine, overTLS),
		get("TLS on a plain port", fine, func(c *httpCase) { c.Get.Scheme = v1.URISchemeHTTPS }),
		get("plain HTTP on a TLS port", fine, func(c *httpCase) { c.Get.Port = intstr.FromInt32(tlsPort) }),
		get("a named port", fine, port(intstr.FromString("http"), named("metrics", 9), named("http", plainPort))),
		get("a name given twice: the first", fine, port(intstr.FromString("http"), named("http", plainPort), named("http", 9))),
		get("a name of a UDP port", fine, port(intstr.FromString("http"), v1.ContainerPort{Name: "http", ContainerPort: plainPort, Protocol: v1.ProtocolUDP})),
		get("a port in quotes", fine, port(intstr.FromString("8080"))),
		get("a name of digits, declared", fine, port(intstr.FromString("9"), named("9", plainPort))),
		get("a name that no port has", fine, port(intstr.FromString("web"), named("http", plainPort))),
		get("an empty name", fine, port(intstr.FromString(""), named("http", plainPort))),
		get("an empty name where a port has none", fine, port(intstr.FromString(""), named("", plainPort))),
		get("port 0", fine, port(intstr.FromInt32(0))),
		get("port 70000", fine, port(intstr.FromInt32(70000))),
		get("port 70000 in quotes", fine, port(intstr.FromString("70000"))),
		get("a negative port in quotes", fine, port(intstr.FromString("-1"))),
		get("a port in quotes with a plus", fine, port(intstr.FromString("+8080"))),
		get("a port in quotes with a space", fine, port(intstr.FromString(" 8080"))),
		get("a port in quotes with an underscore", fine, port(intstr.FromString("80_80"))),
		get("a named port 0", fine, port(intstr.FromString("http"), named("http", 0))),
	}
}

func headerCases() []httpCase {
	return []httpCase{
		get("no headers", fine),
		get("a Host", fine, headers("Host", "app.example")),
		get("a Host with a port", fine, headers("Host", "app.example:1234")),
		get("host in small letters", fine, headers("host", "app.example")),
		get("two Hosts", fine, headers("Host", "a.example", "Host", "b.example")),
		get("an empty Host", fine, headers("Host", "")),
		get("an empty Host and another", fine, headers("Host", "", "Host", "b.example")),
		get("a Host of spaces", fine, headers("Host", " ")),
		get("a Host with spaces around", fine, headers("Host", " app.example ")),
		get("a Host with a space inside", fine, headers("Host", "app example")),
		get("a Host with a slash", fine, headers("Host", "app.example/x")),
		get("a Host in Unicode", fine, headers("Host", "bücher.example")),
		get("a Host in capitals", fine, headers("Host", "APP.Example")),
		get("a Host with a zone", fine, headers("Host", "[fe80::1%25en0]:80")),
		get("a Host with an underscore", fine, headers("Host", "my_app")),
		get("a User-Agent", fine, headers("User-Agent", "probe/1")),
		get("an empty User-Agent", fine, headers("User-Agent", "")),
		get("a user-agent in small letters", fine, headers("user-agent", "probe/1")),
		get("two User-Agents", fine, headers("User-Agent", "a", "User-Agent", "b")),
		get("an empty User-Agent and another", fine, headers("User-Agent", "", "User-Agent", "b")),
		get("an Accept", fine, headers("Accept", "application/json")),
		get("an empty Accept", fine, headers("Accept", "")),
		get("two Accepts", fine, headers("Accept", "text/html", "Accept", "*/*")),
		get("an empty Accept and another", fine, headers("Accept", "", "Accept", "text/html")),
		get("an Accept and an empty one", fine, headers("Accept", "text/html", "Accept", "")),
		get("one of its own", fine, headers("X-Token", "abc")),
		get("one of its own, twice, in two spellings", fine, headers("x-token", "a", "X-TOKEN", "b")),
		get("an empty value", fine, headers("X-Empty", "")),
		get("spaces around a value", fine, headers("X-Spaces", "  a  b  ")),
		get("tabs around a value", fine, headers("X-Tabs", "\ta\t")),
		get("a line feed in a value", fine, headers("X-Lines", "a\nX-Evil: b")),
		get("a carriage return in a value", fine, headers("X-Lines", "a\rb")),
		get("a NUL in a value", fine, headers("X-Nul", "a\x00b")),
		get("a DEL in a value", fine, headers("X-Del", "a\x7fb")),
		get("a tab in a value", fine, headers("X-Tab", "a\tb")),
		get("Unicode in a value", fine, headers("X-Unicode", "grün")),
		get("several in any order", fine, headers("X-B", "2", "X-A", "1", "Accept", "text/plain", "Authorization", "Token x", "Cookie", "a=b")),
		get("digits and dashes in a name", fine, headers("1-a--b-", "x")),
		get("a dash alone", fine, headers("-", "x")),
		get("etag and www-authenticate in small letters", fine, headers("etag", "x", "www-authenticate", "y", "x-a-b-c", "z")),
		get("a Connection that stays", fine, headers("Connection", "keep-alive")),
		get("a Connection that closes", fine, headers("Connection", "close")),
		get("a Connection that closes, in capitals", fine, headers("Connection", "CLOSE")),
		get("a Connection that closes, in a list", fine, headers("Connection", "x, close")),
		get("an Upgrade", fine, headers("Connection", "Upgrade", "Upgrade", "websocket")),
		get("an Upgrade without its Connection", fine, headers("Upgrade", "websocket")),
		get("a Content-Length", fine, headers("Content-Length", "5")),
		get("a Transfer-Encoding", fine, headers("Transfer-Encoding", "chunked")),
		get("a Trailer", fine, headers("Trailer", "X-A")),
		get("an Accept-Encoding", fine, headers("Accept-Encoding", "gzip")),
		get("a Range", fine, headers("Range", "bytes=0-1")),
		get("an X-Forwarded-Proto", fine, headers("X-Forwarded-Proto", "https")),
		get("a Proxy-Authorization", fine, headers("Proxy-Authorization", "x")),
		get("an Expect", fine, headers("Expect", "100-continue")),
		get("a Host over TLS", fine, overTLS, headers("Host", "app.example")),
	}
}

func statusCases() []httpCase {
	var cases []httpCase
	for _, status := range []int{
		99, 101, 199, 200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 250, 299, 300, 301, 302, 303, 304, 305, 306, 307, 308, 309, 310, 350, 399,
		400, 401, 403, 404, 405, 408, 410, 418, 421, 425, 429, 431, 451, 499, 500, 501, 502, 503, 504, 505, 511, 520, 599, 600, 999, 0, 1,
	} {
		cases = append(cases, get(fmt.Sprintf("status %03d", status), []step{{Status: status, Body: 2}}))
	}
	for _, list := range [][]int{{100}, {102}, {103}, {103, 103, 100}, {100, 100, 100, 100, 100, 100, 100}} {
		cases = append(cases, get(fmt.Sprintf("informational %v, then 200", list), []step{{Informational: list, Status: 200, Body: 2}}))
		cases = append(cases, get(fmt.Sprintf("informational %v, then 503", list), []step{{Informational: list, Status: 503, Body: 2}}))
	}
	return cases
}

// to is a redirect, and what stands where it leads.
func to(status int, location string, then ...step) []step {
	return append([]step{{Status: status, Headers: [][2]string{{"Location", location}}}}, then...)
}

func redirectCases() []httpCase {
	ok, down := step{Status: 200, Body: 2}, step{Status: 503, Body: 2}
	var cases []httpCase
	add := func(name string, script []step, change ...func(*httpCase)) {
		cases = append(cases, get("redirect: "+name, script, change...))
	}
	for _, status := range []int{300, 301, 302, 303, 304, 305, 306, 307, 308, 309, 399} {
		add(fmt.Sprintf("%d to the same host", status), to(status, "/next", ok))
		add(fmt.Sprintf("%d to the same host, which is down", status), to(status, "/next", down))
		add(fmt.Sprintf("%d to another host", status), to(status, "http://127.0.0.2:$OTHER/", down))
		add(fmt.Sprintf("%d without a Location", status), []step{{Status: status}})
		add(fmt.Sprintf("%d with an empty Location", status), to(status, ""))
	}
	for _, location := range []string{
		"next", "next/", "/next", "./next", "../next", "../../../next", ".", "..", "/", "?page=2", "?", "#top", "/next#top", "/a/./b/../c", "//127.0.0.1:$HTTP/next", "//127.0.0.2:$OTHER/next",
		"http://127.0.0.1:$HTTP/next", "http://127.0.0.1:$HTTP", "http://127.0.0.1:$HTTP?x", "HTTP://127.0.0.1:$HTTP/next", "http://127.0.0.1:$OTHER/", "http://127.0.0.2:$OTHER/", "http://localhost:$HTTP/",
		"http://app.example/", "https://app.example/", "https://127.0.0.1:$HTTPS/next", "https://127.0.0.1:$HTTP/next", "http://u:p@127.0.0.1:$HTTP/next", "http://u@127.0.0.1:$HTTP/next", "http://127.0.0.1.:$HTTP/",
		"ftp://127.0.0.1/x", "ftp://elsewhere/x", "mailto:x", "javascript:alert(1)", "http:", "http://", "http:/next", "http:next", "https:", "/a b", "/a%20b", "/%zz", "/ü", "/a%2Fb", "?q=%zz", "http://[::1/", "http://a b/", "http://127.0.0.1:x/",
		"://x", ":x", "a:b", "/a:b", "//", "///", "///next", "//next", "/next?a=b&c=d#e", "http://127.0.0.1:$HTTP/a/../b", "%2e%2e/next", "\x7f", "/\"<>", "*", "  /spaces  ", "http://0x7f.1:$HTTP/", "http://127.1:$HTTP/", "http://[::ffff:127.0.0.1]:$HTTP/",
	} {
		add(fmt.Sprintf("to %q from /here/there?old", location), to(302, location, ok), path("/here/there?old"))
	}
	add("to a relative address from no path", to(302, "next", ok), path(""))
	add("to a query from no path", to(302, "?a", ok), path(""))
	add("to a relative address from a path with an escaped slash", to(302, "next", ok), path("/a%2Fb/c"))
	add("two Locations: the first", []step{{Status: 302, Headers: [][2]string{{"Location", "/a"}, {"Location", "/b"}}}, ok})
	add("location in small letters", []step{{Status: 302, Headers: [][2]string{{"location", "/a"}}}, ok})
	add("plain to TLS, and back", []step{to(302, "https://127.0.0.1:$HTTPS/a")[0], to(302, "http://127.0.0.1:$HTTP/b")[0], ok})
	add("to TLS on the plain port, as SECURE_SSL_REDIRECT does it without a Host header", to(301, "https://127.0.0.1:$HTTP/ready/"), path("/ready/"))
	add("to TLS on the host of the Host header, as SECURE_SSL_REDIRECT does it with one", to(301, "https://app.example/ready/"), path("/ready/"), headers("Host", "app.example"))
	add("TLS to plain", to(302, "http://127.0.0.1:$HTTP/", ok), overTLS)
	add("TLS to the same", to(302, "/next", ok), overTLS)
	add("TLS to another host", to(302, "https://127.0.0.2:$OTHER/", ok), overTLS)
	for _, hops := range []int{1, 2, 8, 9, 10, 11, 12} {
		var script []step
		for hop := range hops {
			script = append(script, to(302, fmt.Sprintf("/hop%d", hop+1))[0])
		}
		add(fmt.Sprintf("%d hops, then 200", hops), append(script, ok))
		add(fmt.Sprintf("%d hops, then 503", hops), append(script, down))
		add(fmt.Sprintf("%d hops, then another host", hops), append(script, to(302, "http://127.0.0.2:$OTHER/")[0]))
	}
	add("for ever to itself", to(302, "/"))
	for _, given := range [][]string{
		{"Host", "app.example"}, {"Host", "127.0.0.1:8080"}, {"Host", "127.0.0.1:$HTTP"}, {"Authorization", "Token x", "Cookie", "a=b", "X-A", "1", "X-A", "2"}, {"Referer", "https://me.example/"}, {"Referer", ""},
		{"User-Agent", ""}, {"Accept", ""}, {"Connection", "keep-alive"}, {"User-Agent", "a", "User-Agent", "b"},
	} {
		what := fmt.Sprintf("with %s", strings.Join(given, " "))
		add("relative, "+what, to(302, "/next", ok), headers(given...))
		add("absolute, "+what, to(302, "http://127.0.0.1:$HTTP/next", ok), headers(given...))
		add("without a scheme, "+what, to(302, "//127.0.0.1:$HTTP/next", ok), headers(given...))
		add("relative twice, "+what, []step{to(302, "/a")[0], to(302, "b")[0], ok}, headers(given...))
		add("absolute then relative, "+what, []step{to(302, "http://127.0.0.1:$HTTP/a")[0], to(302, "b")[0], ok}, headers(given...))
		add("relative, from TLS, "+what, to(302, "/next", ok), overTLS, headers(given...))
	}
	add("a name redirects to its address", to(302, "http://127.0.0.1:$HTTP/", ok), host("localhost"))
	add("a name redirects to itself", to(302, "http://localhost:$HTTP/", ok), host("localhost"))
	add("a name redirects to itself in capitals", to(302, "http://LOCALHOST:$HTTP/", ok), host("localhost"))
	add("from a path with user and password, relative", to(302, "/next", ok), path("http://u:p@elsewhere/x"))
	add("with a body cut short", []step{{Status: 302, Headers: [][2]string{{"Location", "/next"}}, Body: 100, Cut: new(10)}, ok})
	add("to another host with a body cut short", []step{{Status: 302, Headers: [][2]string{{"Location", "http://127.0.0.2:$OTHER/"}}, Body: 100, Cut: new(10)}})
	add("without a Location and a body cut short", []step{{Status: 302, Body: 100, Cut: new(10)}})
	add("to the same host, which never answers", to(302, "/next", step{Fault: "hang"}))
	add("to the same host, which closes", to(302, "/next", step{Fault: "close"}))
	add("the patience is for all hops together", []step{{Status: 302, Headers: [][2]string{{"Location", "/next"}}, HeadAfter: 700}, {Status: 200, Body: 2, HeadAfter: 700}})
	add("with a Refresh header only", []step{{Status: 200, Headers: [][2]string{{"Refresh", "0; url=http://127.0.0.2/"}}, Body: 2}})
	add("201 with a Location", to(201, "/next", down))
	add("503 with a Location", to(503, "/next", ok))
	add("with a Set-Cookie, which is not kept", []step{{Status: 302, Headers: [][2]string{{"Location", "/next"}, {"Set-Cookie", "a=b"}}}, ok})
	return cases
}

func bodyCases() []httpCase {
	const limit = 10 * 1 << 10 // maxRespBodyLength of pkg/probe/http
	var cases []httpCase
	for _, status := range []int{200, 503} {
		add := func(name string, one step) {
			one.Status = status
			cases = append(cases, get(fmt.Sprintf("body of %d: %s", status, name), []step{one}))
		}
		for _, length := range []int{0, 1, limit - 1, limit, limit + 1, 3 * limit} {
			add(fmt.Sprintf("%d bytes", length), step{Body: length})
			add(fmt.Sprintf("%d bytes in chunks", length), step{Body: length, Chunked: true})
			if length > 0 {
				add(fmt.Sprintf("%d bytes, none sent", length), step{Body: length, Cut: new(0)})
				add(fmt.Sprintf("%d bytes, cut by one", length), step{Body: length, Cut: new(length - 1)})
				add(fmt.Sprintf("%d bytes in chunks, cut before the end", length), step{Body: length, Chunked: true, Cut: new(length)})
			}
		}
		add("cut at the limit", step{Body: 3 * limit, Cut: new(limit)})
		add("cut before the limit", step{Body: 3 * limit, Cut: new(limit - 1)})
		add("slow, in time", step{Body: 10, BodyAfter: 300})
		add("slow, too late", step{Body: 10, BodyAfter: 1500})
		add("the head slow, in time", step{Body: 10, HeadAfter: 300})
		add("the head slow, too late", step{Body: 10, HeadAfter: 1500})
		add("both slow, together too late", step{Body: 10, HeadAfter: 600, BodyAfter: 600})
	}
	return cases
}

func faultCases() []httpCase {
	var cases []httpCase
	for _, fault := range []string{"refused", "hang", "close", "garbage"} {
		cases = append(cases, get("fault: "+fault, []step{{Fault: fault}}))
		cases = append(cases, get("fault: "+fault+", with headers and a path", []step{{Fault: fault}}, path("/ready/?x=1"), headers("Host", "app.example")))
	}
	return append(cases,
		get("fault: refused, over TLS", []step{{Fault: "refused"}}, overTLS),
		get("fault: hang, over TLS", []step{{Fault: "hang"}}, overTLS),
		get("fault: hang, with a patience of 2 s", []step{{Fault: "hang"}}, func(c *httpCase) { c.Timeout = 2 }),
		get("the head after 1.5 s, with a patience of 2 s", []step{{Status: 200, Body: 2, HeadAfter: 1500}}, func(c *httpCase) { c.Timeout = 2 }),
	)
}
