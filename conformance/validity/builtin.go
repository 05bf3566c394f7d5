package main

import (
	"context"
	"errors"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	_ "k8s.io/kubernetes/pkg/apis/autoscaling/install"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	"k8s.io/kubernetes/pkg/apis/core"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	_ "k8s.io/kubernetes/pkg/apis/networking/install"
	_ "k8s.io/kubernetes/pkg/apis/policy/install"
	"k8s.io/kubernetes/pkg/registry/apps/daemonset"
	"k8s.io/kubernetes/pkg/registry/apps/deployment"
	"k8s.io/kubernetes/pkg/registry/apps/replicaset"
	"k8s.io/kubernetes/pkg/registry/apps/statefulset"
	"k8s.io/kubernetes/pkg/registry/autoscaling/horizontalpodautoscaler"
	"k8s.io/kubernetes/pkg/registry/batch/cronjob"
	"k8s.io/kubernetes/pkg/registry/batch/job"
	"k8s.io/kubernetes/pkg/registry/core/configmap"
	"k8s.io/kubernetes/pkg/registry/core/pod"
	"k8s.io/kubernetes/pkg/registry/core/replicationcontroller"
	"k8s.io/kubernetes/pkg/registry/core/secret"
	"k8s.io/kubernetes/pkg/registry/core/service"
	"k8s.io/kubernetes/pkg/registry/core/serviceaccount"
	"k8s.io/kubernetes/pkg/registry/networking/ingress"
	"k8s.io/kubernetes/pkg/registry/networking/networkpolicy"
	"k8s.io/kubernetes/pkg/registry/policy/poddisruptionbudget"
)

// builtin holds what the API server does with a new object of each kind: the strategies its storage is built with.
var builtin = map[schema.GroupKind]rest.RESTCreateStrategy{
	{Kind: "ConfigMap"}:                                     configmap.Strategy,
	{Kind: "Pod"}:                                           pod.Strategy,
	{Kind: "ReplicationController"}:                         replicationcontroller.Strategy,
	{Kind: "Secret"}:                                        secret.Strategy,
	{Kind: "Service"}:                                       service.Strategy,
	{Kind: "ServiceAccount"}:                                serviceaccount.Strategy,
	{Group: "apps", Kind: "DaemonSet"}:                      daemonset.Strategy,
	{Group: "apps", Kind: "Deployment"}:                     deployment.Strategy,
	{Group: "apps", Kind: "ReplicaSet"}:                     replicaset.Strategy,
	{Group: "apps", Kind: "StatefulSet"}:                    statefulset.Strategy,
	{Group: "autoscaling", Kind: "HorizontalPodAutoscaler"}: horizontalpodautoscaler.Strategy,
	{Group: "batch", Kind: "CronJob"}:                       cronjob.Strategy,
	{Group: "batch", Kind: "Job"}:                           job.Strategy,
	{Group: "networking.k8s.io", Kind: "Ingress"}:           ingress.Strategy,
	{Group: "networking.k8s.io", Kind: "NetworkPolicy"}:     networkpolicy.Strategy,
	{Group: "policy", Kind: "PodDisruptionBudget"}:          poddisruptionbudget.Strategy,
}

// As the API server decodes with fieldValidation=Strict: defaults are set, and the object is converted to the internal version.
var decoder = serializer.NewCodecFactory(legacyscheme.Scheme, serializer.EnableStrict).UniversalDecoder()

func createBuiltin(document []byte, strategy rest.RESTCreateStrategy) error {
	object, kind, strict := decoder.Decode(document, nil, nil)
	if strict != nil && !runtime.IsStrictDecodingError(strict) {
		return strict
	}
	if svc, ok := object.(*core.Service); ok && svc.Spec.ClusterIP != "" && len(svc.Spec.ClusterIPs) == 0 {
		// normalizeClusterIPs in pkg/registry/core/service/storage, before the strategy is asked.
		svc.Spec.ClusterIPs = []string{svc.Spec.ClusterIP}
	}
	return errors.Join(strict, create(object, *kind, strategy))
}

// create does what the endpoint does between decoding and storing, without admission.
func create(object runtime.Object, kind schema.GroupVersionKind, strategy rest.RESTCreateStrategy) error {
	accessor, err := meta.Accessor(object)
	if err != nil {
		return err
	}
	namespace := ""
	if strategy.NamespaceScoped() {
		if accessor.GetNamespace() == "" {
			accessor.SetNamespace(metav1.NamespaceDefault)
		}
		namespace = accessor.GetNamespace()
	}
	rest.FillObjectMetaSystemFields(accessor)
	if accessor.GetGenerateName() != "" && accessor.GetName() == "" {
		accessor.SetName(strategy.GenerateName(accessor.GetGenerateName()))
	}
	ctx := genericapirequest.WithNamespace(context.Background(), namespace)
	// Declarative validation asks which version the object came in.
	resource, _ := meta.UnsafeGuessKindToResource(kind)
	ctx = genericapirequest.WithRequestInfo(ctx, &genericapirequest.RequestInfo{
		IsResourceRequest: true, Verb: "create", APIGroup: kind.Group, APIVersion: kind.Version, Resource: resource.Resource, Namespace: namespace,
	})
	return rest.BeforeCreate(strategy, ctx, object)
}
