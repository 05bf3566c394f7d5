package main

import (
	"encoding/json"
	"errors"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// verdict is what the API server says of one object.
type verdict struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
	// Valid means: created, and nothing in it unknown.
	Valid bool `json:"valid"`
	// Judge is what knew the kind: "builtin", "definition", or empty for a kind that nobody here knows.
	Judge string `json:"judge,omitempty"`
	// Undecodable is why the object could not even be read as its type.
	Undecodable string `json:"undecodable,omitempty"`
	// Unknown lists fields that fieldValidation=Strict, kubectl's default, refuses.
	Unknown []string     `json:"unknown,omitempty"`
	Errors  []fieldError `json:"errors,omitempty"`
}

type fieldError struct {
	Field   string `json:"field"`
	Type    string `json:"type"`
	Message string `json:"message"`
}

func judge(document []byte, custom definitions) verdict {
	var meta struct {
		metav1.TypeMeta `json:",inline"`
		Metadata        struct {
			Name string `json:"name"`
		} `json:"metadata"`
	}
	if err := json.Unmarshal(document, &meta); err != nil {
		return verdict{Undecodable: err.Error()}
	}
	kind := schema.FromAPIVersionAndKind(meta.APIVersion, meta.Kind)
	result := verdict{Kind: meta.APIVersion + "/" + meta.Kind, Name: meta.Metadata.Name}
	var err error
	switch strategy, isBuiltin := builtin[kind.GroupKind()]; {
	case isBuiltin:
		result.Judge = "builtin"
		err = createBuiltin(document, strategy)
	case custom[kind] != nil:
		result.Judge = "definition"
		err = custom[kind].create(document)
	default:
		result.Undecodable = "no type of this name is known here"
		return result
	}
	result.say(err)
	result.Valid = result.Undecodable == "" && len(result.Unknown) == 0 && len(result.Errors) == 0
	return result
}

// say writes down a refusal, or several joined ones.
func (v *verdict) say(err error) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range joined.Unwrap() {
			v.say(one)
		}
		return
	}
	var status *apierrors.StatusError
	switch strict, isStrict := runtime.AsStrictDecodingError(err); {
	case err == nil:
	case isStrict:
		for _, one := range strict.Errors() {
			v.Unknown = append(v.Unknown, one.Error())
		}
	case errors.As(err, &status) && status.ErrStatus.Details != nil && len(status.ErrStatus.Details.Causes) > 0:
		for _, cause := range status.ErrStatus.Details.Causes {
			v.Errors = append(v.Errors, fieldError{Field: cause.Field, Type: string(cause.Type), Message: cause.Message})
		}
	default:
		v.Undecodable = err.Error()
	}
}
