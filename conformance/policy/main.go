// Command policy says what ValidatingAdmissionPolicies answer to objects: with the API server's own validation of the policies, its
// compiler of their CEL, its evaluation and its count of what that costs.
//
//	policy < {"policies": [...], "bindings": [...], "params": ConfigMap, "objects": [...]} > verdicts
//
// The output is one line of JSON: what is wrong with policies and bindings, and for each object what each policy answers.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/admission/plugin/cel"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	"k8s.io/apiserver/pkg/admission/plugin/webhook/matchconditions"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"k8s.io/apiserver/pkg/cel/environment"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/admissionregistration"
	_ "k8s.io/kubernetes/pkg/apis/admissionregistration/install"
	"k8s.io/kubernetes/pkg/apis/admissionregistration/validation"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
)

type question struct {
	Policies []json.RawMessage `json:"policies"`
	Bindings []json.RawMessage `json:"bindings"`
	Params   json.RawMessage   `json:"params"`
	Objects  []json.RawMessage `json:"objects"`
}

type verdict struct {
	Policy string `json:"policy"`
	// Whether it lets the object pass.
	Admits  bool   `json:"admits"`
	Message string `json:"message,omitempty"`
	// An expression that could not be evaluated; what the cluster makes of it is the failure policy's to say.
	Error string `json:"error,omitempty"`
	// In the units of the budget.
	Cost int64 `json:"cost"`
}

type answer struct {
	// Why the API server would refuse a policy or a binding.
	Invalid []string `json:"invalid"`
	// What it grants all expressions of a policy together.
	Budget int64 `json:"budget"`
	// For each object, in order; empty for one that cannot be decoded.
	Verdicts [][]verdict `json:"verdicts"`
}

func main() {
	var asked question
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		fail(err)
	}
	result, err := judge(asked)
	if err != nil {
		fail(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(result); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "policy:", err)
	os.Exit(2)
}

type compiled struct {
	name      string
	validator validating.Validator
	costs     cel.ConditionEvaluator
}

func judge(asked question) (*answer, error) {
	result := &answer{Invalid: []string{}, Budget: celconfig.RuntimeCELCostBudget, Verdicts: [][]verdict{}}
	var policies []compiled
	for _, raw := range asked.Policies {
		object, err := decode(raw)
		if err != nil {
			return nil, err
		}
		policy, ok := object.(*admissionregistrationv1.ValidatingAdmissionPolicy)
		if !ok {
			return nil, fmt.Errorf("%T is no policy", object)
		}
		internal := &admissionregistration.ValidatingAdmissionPolicy{}
		if err := legacyscheme.Scheme.Convert(policy, internal, nil); err != nil {
			return nil, err
		}
		for _, fault := range validation.ValidateValidatingAdmissionPolicy(internal) {
			result.Invalid = append(result.Invalid, policy.Name+": "+fault.Error())
		}
		each, err := compile(policy)
		if err != nil {
			return nil, err
		}
		policies = append(policies, *each)
	}
	for _, raw := range asked.Bindings {
		object, err := decode(raw)
		if err != nil {
			return nil, err
		}
		internal := &admissionregistration.ValidatingAdmissionPolicyBinding{}
		if err := legacyscheme.Scheme.Convert(object, internal, nil); err != nil {
			return nil, err
		}
		for _, fault := range validation.ValidateValidatingAdmissionPolicyBinding(internal) {
			result.Invalid = append(result.Invalid, internal.Name+": "+fault.Error())
		}
	}
	var params runtime.Object
	if len(asked.Params) > 0 {
		var err error
		if params, err = decode(asked.Params); err != nil {
			return nil, err
		}
	}
	for _, raw := range asked.Objects {
		verdicts := []verdict{}
		if object, err := decode(raw); err == nil {
			for _, each := range policies {
				answered, err := each.verdictOn(object, params)
				if err != nil {
					return nil, err
				}
				verdicts = append(verdicts, *answered)
			}
		}
		result.Verdicts = append(result.Verdicts, verdicts)
	}
	return result, nil
}

// decode reads an object and fills in the API server's defaults.
func decode(raw []byte) (runtime.Object, error) {
	object, _, err := legacyscheme.Codecs.UniversalDeserializer().Decode(raw, nil, nil)
	if err != nil {
		return nil, err
	}
	legacyscheme.Scheme.Default(object)
	return object, nil
}

// compile does what validating.compilePolicy does, which is not exported.
func compile(policy *admissionregistrationv1.ValidatingAdmissionPolicy) (*compiled, error) {
	hasParams := policy.Spec.ParamKind != nil
	withAuthorizer := cel.OptionalVariableDeclarations{HasParams: hasParams, HasAuthorizer: true}
	without := cel.OptionalVariableDeclarations{HasParams: hasParams}
	compiler, err := cel.NewCompositedCompiler(environment.MustBaseEnvSet(environment.DefaultCompatibilityVersion()))
	if err != nil {
		return nil, err
	}
	var variables []cel.NamedExpressionAccessor
	for _, variable := range policy.Spec.Variables {
		variables = append(variables, &validating.Variable{Name: variable.Name, Expression: variable.Expression})
	}
	compiler.CompileAndStoreVariables(variables, withAuthorizer, environment.StoredExpressions)
	var conditions, messages, annotations []cel.ExpressionAccessor
	for _, each := range policy.Spec.Validations {
		conditions = append(conditions, &validating.ValidationCondition{Expression: each.Expression, Message: each.Message, Reason: each.Reason})
		messages = append(messages, &validating.MessageExpressionCondition{MessageExpression: each.MessageExpression})
	}
	var matcher matchconditions.Matcher
	if len(policy.Spec.MatchConditions) > 0 {
		var matches []cel.ExpressionAccessor
		for index := range policy.Spec.MatchConditions {
			matches = append(matches, (*matchconditions.MatchCondition)(&policy.Spec.MatchConditions[index]))
		}
		matcher = matchconditions.NewMatcher(
			compiler.CompileCondition(matches, withAuthorizer, environment.StoredExpressions), policy.Spec.FailurePolicy, "policy", "validate", policy.Name)
	}
	validator := validating.NewValidator(
		compiler.CompileCondition(conditions, withAuthorizer, environment.StoredExpressions),
		matcher,
		compiler.CompileCondition(annotations, withAuthorizer, environment.StoredExpressions),
		compiler.CompileCondition(messages, without, environment.StoredExpressions),
		policy.Spec.FailurePolicy,
		nil,
	)
	costs := compiler.CompileCondition(append(conditions, messages...), withAuthorizer, environment.StoredExpressions)
	return &compiled{policy.Name, validator, costs}, nil
}

func (c *compiled) verdictOn(object, params runtime.Object) (*verdict, error) {
	accessor, err := meta.Accessor(object)
	if err != nil {
		return nil, err
	}
	kind := object.GetObjectKind().GroupVersionKind()
	resource := resourceOf(kind)
	attributes := admission.NewAttributesRecord(
		object, nil, kind, accessor.GetNamespace(), accessor.GetName(), resource, "", admission.Create, &metav1.CreateOptions{}, false, nil)
	versioned := &admission.VersionedAttributes{Attributes: attributes, VersionedKind: kind, VersionedObject: object}
	namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: accessor.GetNamespace()}}

	answered := &verdict{Policy: c.name, Admits: true}
	result := c.validator.Validate(context.Background(), resource, versioned, params, namespace, celconfig.RuntimeCELCostBudget, nil)
	for _, decision := range result.Decisions {
		if decision.Evaluation == validating.EvalError {
			answered.Error = decision.Message
		} else if decision.Action == validating.ActionDeny {
			answered.Admits = false
			answered.Message = decision.Message
		}
	}
	request := cel.CreateAdmissionRequest(attributes, metav1.GroupVersionResource(resource), metav1.GroupVersionKind(kind))
	bindings := cel.OptionalVariableBindings{VersionedParams: params}
	_, left, err := c.costs.ForInput(context.Background(), versioned, request, bindings, namespace, celconfig.RuntimeCELCostBudget)
	if err != nil {
		answered.Error = err.Error()
	}
	answered.Cost = celconfig.RuntimeCELCostBudget - left
	return answered, nil
}

func resourceOf(kind schema.GroupVersionKind) schema.GroupVersionResource {
	resource, _ := meta.UnsafeGuessKindToResource(kind)
	return resource
}
