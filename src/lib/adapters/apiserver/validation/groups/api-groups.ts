import type {Go} from '../../../../schema/builtin/go.gen.js'
import {type RuleTable, rules} from '../kind-rules.js'
import {validateCrd, validateCrdUpdate} from './crd-rules.js'
import {crdWarnings} from './crd-warnings.js'
import * as defaults from './defaults.js'
import {prepareCrd, prepareDaemonSet, prepareDaemonSetUpdate, prepareIngress, prepareJob} from './prepare.js'

/** Rules of the named API groups. */
export const apiGroups: RuleTable = {
  'apps/Deployment': rules<Go['Deployment']>({defaults: defaults.deploymentDefaults}),
  'apps/DaemonSet': rules<Go['DaemonSet']>({
    defaults: defaults.daemonSetDefaults,
    prepareCreate: prepareDaemonSet,
    prepareUpdate: prepareDaemonSetUpdate,
  }),
  'apps/StatefulSet': rules<Go['StatefulSet']>({defaults: defaults.statefulSetDefaults}),
  'apps/ReplicaSet': rules<Go['ReplicaSet']>({defaults: defaults.replicaSetDefaults}),
  'batch/Job': rules<Go['Job']>({defaults: defaults.jobDefaults, prepareCreate: prepareJob}),
  'batch/CronJob': rules<Go['CronJob']>({defaults: defaults.cronJobDefaults}),
  'autoscaling/v1/HorizontalPodAutoscaler': rules<Go['autoscaling.v1.HorizontalPodAutoscaler']>({
    defaults: defaults.autoscalerV1Defaults,
  }),
  'autoscaling/v2/HorizontalPodAutoscaler': rules<Go['autoscaling.v2.HorizontalPodAutoscaler']>({
    defaults: defaults.autoscalerDefaults,
  }),
  'networking.k8s.io/NetworkPolicy': rules<Go['NetworkPolicy']>({defaults: defaults.networkPolicyDefaults}),
  'networking.k8s.io/Ingress': rules<Go['Ingress']>({prepareCreate: prepareIngress}),
  'networking.k8s.io/IngressClass': rules<Go['IngressClass']>({defaults: defaults.ingressClassDefaults}),
  'rbac.authorization.k8s.io/RoleBinding': rules<Go['RoleBinding']>({defaults: defaults.bindingDefaults}),
  'rbac.authorization.k8s.io/ClusterRoleBinding': rules<Go['ClusterRoleBinding']>({defaults: defaults.bindingDefaults}),
  'storage.k8s.io/StorageClass': rules<Go['StorageClass']>({defaults: defaults.storageClassDefaults}),
  'storage.k8s.io/CSIDriver': rules<Go['CSIDriver']>({defaults: defaults.csiDriverDefaults}),
  'discovery.k8s.io/EndpointSlice': rules<Go['EndpointSlice']>({defaults: defaults.endpointSliceDefaults}),
  'scheduling.k8s.io/PriorityClass': rules<Go['PriorityClass']>({defaults: defaults.priorityClassDefaults}),
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': rules<Go['ValidatingWebhookConfiguration']>({
    defaults: defaults.webhookDefaults,
  }),
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': rules<Go['MutatingWebhookConfiguration']>({
    defaults: defaults.mutatingWebhookDefaults,
  }),
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': rules<Go['ValidatingAdmissionPolicy']>({
    defaults: defaults.admissionPolicyDefaults,
  }),
  'admissionregistration.k8s.io/MutatingAdmissionPolicy': rules<Go['MutatingAdmissionPolicy']>({
    defaults: defaults.admissionPolicyDefaults,
  }),
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding': rules<Go['ValidatingAdmissionPolicyBinding']>({
    defaults: defaults.policyBindingDefaults,
  }),
  'admissionregistration.k8s.io/MutatingAdmissionPolicyBinding': rules<Go['MutatingAdmissionPolicyBinding']>({
    defaults: defaults.policyBindingDefaults,
  }),
  'apiregistration.k8s.io/APIService': rules<Go['APIService']>({defaults: defaults.apiServiceDefaults}),
  'apiextensions.k8s.io/CustomResourceDefinition': rules<Go['CustomResourceDefinition']>({
    defaults: defaults.crdDefaults,
    prepareCreate: prepareCrd,
    validate: validateCrd,
    validateUpdate: (crd, old, {env}) => (env.subresource === 'status' ? [] : validateCrdUpdate(crd, old)),
    warnings: crdWarnings,
  }),
}
