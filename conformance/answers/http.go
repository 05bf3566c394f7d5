package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	httpprobe "k8s.io/kubernetes/pkg/probe/http"
)

// httpCase is an httpGet probe of a container, what the server does, and what came of it.
type httpCase struct {
	Name    string             `json:"name"`
	Get     *v1.HTTPGetAction  `json:"httpGet"`
	PodIP   string             `json:"podIP"`
	Ports   []v1.ContainerPort `json:"ports,omitempty"`
	Timeout int                `json:"timeoutSeconds"`
	Script  []step             `json:"script"`

	Requests []request `json:"requests"`
	Answer   answer    `json:"answer"`
}

// The ports of the cases stand for those of the listeners.
const (
	plainPort = 8080
	tlsPort   = 8443
	otherPort = 8081
)

func (c *httpCase) run() {
	s := serve(c.Script)
	defer s.close()
	real := map[int32]string{plainPort: s.port("http"), tlsPort: s.port("https"), otherPort: s.port("other")}
	get := c.Get.DeepCopy()
	if port, isOurs := real[get.Port.IntVal]; isOurs {
		get.Port = intstr.FromInt32(number(port))
	}
	if value, err := strconv.Atoi(get.Port.StrVal); err == nil && real[int32(value)] != "" {
		get.Port = intstr.FromString(real[int32(value)])
	}
	for i := range get.HTTPHeaders {
		get.HTTPHeaders[i].Value = s.fill(get.HTTPHeaders[i].Value)
		c.Get.HTTPHeaders[i].Value = s.settleMarks(c.Get.HTTPHeaders[i].Value)
	}
	container := &v1.Container{}
	for _, port := range c.Ports {
		if actual, isOurs := real[port.ContainerPort]; isOurs {
			port.ContainerPort = number(actual)
		}
		container.Ports = append(container.Ports, port)
	}
	c.Answer = c.ask(get, container)
	s.lock.Lock()
	defer s.lock.Unlock()
	c.Requests = s.requests
	c.Answer.Output = shorten(s.settle(c.Answer.Output))
	c.Answer.Error = s.settle(c.Answer.Error)
	for i := range c.Script {
		for j := range c.Script[i].Headers {
			c.Script[i].Headers[j][1] = s.settleMarks(c.Script[i].Headers[j][1])
		}
	}
}

// ask does what runProbe of pkg/kubelet/prober/prober.go does for httpGet.
func (c *httpCase) ask(get *v1.HTTPGetAction, container *v1.Container) answer {
	const followNonLocalRedirects = false // as newProber has it
	built, err := httpprobe.NewRequestForHTTPGetAction(get, container, c.PodIP, "probe")
	if err != nil {
		return answer{Result: "unknown", Error: err.Error()}
	}
	result, output, err := httpprobe.New(followNonLocalRedirects).Probe(built, time.Duration(c.Timeout)*time.Second)
	// Two timers end an attempt, and which is first changes from run to run.
	said := answer{Result: string(result), Output: strings.Replace(output, "net/http: request canceled (", "context deadline exceeded (", 1)}
	if err != nil {
		said.Error = err.Error()
	}
	return said
}

var body = regexp.MustCompile("x{20,}")

// shorten keeps the body of a response out of the recording: the number of its bytes is enough.
func shorten(output string) string {
	return body.ReplaceAllStringFunc(output, func(all string) string { return fmt.Sprintf("x*%d", len(all)) })
}

func (s *server) settleMarks(text string) string {
	return s.settle(s.fill(text))
}

func number(port string) int32 {
	value, err := strconv.Atoi(port)
	if err != nil {
		panic(fmt.Sprintf("%q is no port", port))
	}
	return int32(value)
}
