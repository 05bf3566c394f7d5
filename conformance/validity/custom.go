package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsinstall "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/install"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apiextensions-apiserver/pkg/registry/customresource"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/util/json"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/apiserver/pkg/registry/rest"
)

// definition is one version of a custom resource: its schema, and what the API server does with a new object of it.
type definition struct {
	schema   *structuralschema.Structural
	strategy rest.RESTCreateStrategy
}

type definitions map[schema.GroupVersionKind]*definition

func readDefinitions(names []string) (definitions, error) {
	found := definitions{}
	for _, name := range names {
		if err := found.read(name); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return found, nil
}

func (d definitions) read(name string) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	scheme := runtime.NewScheme()
	apiextensionsinstall.Install(scheme)
	decoder := serializer.NewCodecFactory(scheme).UniversalDecoder()
	documents := yaml.NewYAMLOrJSONDecoder(file, 4096)
	for {
		document := runtime.RawExtension{}
		if err := documents.Decode(&document); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if len(document.Raw) == 0 {
			continue
		}
		object, _, err := decoder.Decode(document.Raw, nil, nil)
		if err != nil {
			return err
		}
		crd, ok := object.(*apiextensions.CustomResourceDefinition)
		if !ok {
			return fmt.Errorf("a %T is no CustomResourceDefinition", object)
		}
		for _, version := range crd.Spec.Versions {
			if err := d.add(crd, version); err != nil {
				return fmt.Errorf("%s %s: %w", crd.Name, version.Name, err)
			}
		}
	}
}

func (d definitions) add(crd *apiextensions.CustomResourceDefinition, version apiextensions.CustomResourceDefinitionVersion) error {
	given, err := apiextensions.GetSchemaForVersion(crd, version.Name)
	if err != nil {
		return err
	}
	structural, err := structuralschema.NewStructural(given.OpenAPIV3Schema)
	if err != nil {
		return err
	}
	validator, _, err := validation.NewSchemaValidator(given.OpenAPIV3Schema)
	if err != nil {
		return err
	}
	kind := schema.GroupVersionKind{Group: crd.Spec.Group, Version: version.Name, Kind: crd.Spec.Names.Kind}
	d[kind] = &definition{
		schema: structural,
		strategy: customresource.NewStrategy(typer{}, crd.Spec.Scope == apiextensions.NamespaceScoped, kind, validator, nil,
			structural, nil, nil, nil),
	}
	return nil
}

func (d *definition) create(document []byte) error {
	object := &unstructured.Unstructured{}
	if err := json.Unmarshal(document, &object.Object); err != nil {
		return err
	}
	// As schemaCoercingDecoder and the defaulting of crdConversionRESTOptionsGetter do it.
	unknown := pruning.PruneWithOptions(object.Object, d.schema, true, structuralschema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})
	var strict error
	if len(unknown) > 0 {
		faults := make([]error, len(unknown))
		for index, path := range unknown {
			faults[index] = fmt.Errorf("unknown field %q", path)
		}
		strict = runtime.NewStrictDecodingError(faults)
	}
	defaulting.Default(object.UnstructuredContent(), d.schema)
	return errors.Join(strict, create(object, object.GroupVersionKind(), d.strategy))
}

// typer reads the kind of a custom resource from the object itself.
type typer struct{}

func (typer) ObjectKinds(object runtime.Object) ([]schema.GroupVersionKind, bool, error) {
	return []schema.GroupVersionKind{object.GetObjectKind().GroupVersionKind()}, false, nil
}

func (typer) Recognizes(schema.GroupVersionKind) bool { return true }
