// Command yaml says what Kubernetes' own reader of YAML makes of texts.
//
//	yaml VECTORS
//
// The file is packed with gzip and has a vector a line; the first line is the version of sigs.k8s.io/yaml. The texts stay, and what is
// made of them is written anew.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"

	"sigs.k8s.io/yaml"
)

type vector struct {
	Text string `json:"text"`
	// Absent where the text is refused.
	Value json.RawMessage `json:"value,omitempty"`
	Error string          `json:"error,omitempty"`
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: yaml VECTORS")
		os.Exit(2)
	}
	if err := record(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "yaml:", err)
		os.Exit(2)
	}
}

func record(name string) error {
	packed, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	in, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return err
	}
	lines := json.NewDecoder(in)
	var before map[string]string
	if err := lines.Decode(&before); err != nil {
		return err
	}
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	encoder := json.NewEncoder(zip)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(map[string]string{"sigs.k8s.io/yaml": version()}); err != nil {
		return err
	}
	for lines.More() {
		var read vector
		if err := lines.Decode(&read); err != nil {
			return err
		}
		if err := encoder.Encode(judge(read.Text)); err != nil {
			return err
		}
	}
	if err := zip.Close(); err != nil {
		return err
	}
	return os.WriteFile(name, out.Bytes(), 0o644)
}

func judge(text string) vector {
	value, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		return vector{Text: text, Error: err.Error()}
	}
	return vector{Text: text, Value: value}
}

func version() string {
	info, _ := debug.ReadBuildInfo()
	for _, module := range info.Deps {
		if module.Path == "sigs.k8s.io/yaml" {
			return module.Version
		}
	}
	return ""
}
