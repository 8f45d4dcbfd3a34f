import type {Go} from '../../../../schema/builtin/go.gen.js'
import {duplicate, forbidden, invalid, notFound, oneOf, required} from '../../../../schema/field-error.js'
import {underscoredSubdomain} from '../../../../schema/names.js'
import type {FieldError} from '../../hooks.js'
import {ipFaults} from '../common/addresses.js'
import {complain, label, labelName, range, subdomain} from '../common/checks.js'
import {validatePodAnnotations} from '../common/pod-annotations.js'
import type {RuleContext} from '../kind-rules.js'
import {validateAnnotations, validateLabels} from '../object-meta.js'
import {refuseOverhead} from './pod-admission.js'
import {validateContainers, validateEphemeralContainers, validateInitContainers} from './validate-containers.js'
import {containerPlaces, validateHostProcess, validateOs} from './validate-platform.js'
import {validatePodResources, validateResourceClaims, validateResources} from './validate-resources.js'
import {validateAffinity, validateSpread, validateTolerations} from './validate-scheduling.js'
import {validateHostUsers, validatePodSecurity} from './validate-security.js'
import {validateVolumes} from './volumes/validate-volumes.js'

const MAX = 2 ** 31 - 1
const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']
const restartPolicies = ['Always', 'OnFailure', 'Never']

/** `whole`: of a Pod, not of a template, which may leave some things to others. */
function validatePodSpec(spec: Go['PodSpec'], path: string, whole: boolean): FieldError[] {
  const {errors, names} = validateVolumes(spec.volumes, `${path}.volumes`, whole)
  const parts = {spec, volumes: names}
  errors.push(...validateResourceClaims(spec.resourceClaims, `${path}.resourceClaims`))
  errors.push(...validateContainers(parts, `${path}.containers`), ...validateInitContainers(parts, `${path}.initContainers`))
  errors.push(...validateEphemeralContainers(parts, `${path}.ephemeralContainers`))
  errors.push(...validatePodResources(spec, `${path}.resources`))
  errors.push(...hostNetworkPorts(spec, `${path}.containers`))
  errors.push(...oneOf(`${path}.restartPolicy`, spec.restartPolicy, restartPolicies, ''))
  errors.push(...oneOf(`${path}.dnsPolicy`, spec.dnsPolicy, dnsPolicies, ''))
  errors.push(...validateLabels(spec.nodeSelector, `${path}.nodeSelector`))
  errors.push(...validatePodSecurity(spec, `${path}.securityContext`), ...validateAffinity(spec.affinity, `${path}.affinity`))
  errors.push(...dnsConfig(spec, `${path}.dnsConfig`))
  for (const [at, gate] of (spec.readinessGates ?? []).entries()) {
    errors.push(...labelName(`${path}.readinessGates[${at}].conditionType`, gate.conditionType))
  }
  errors.push(...schedulingGates(spec, `${path}.schedulingGates`))
  errors.push(
    ...validateSpread(spec.topologySpreadConstraints, `${path}.topologySpreadConstraints`),
    ...validateHostProcess(spec, path),
    ...validateHostUsers(spec, path),
  )
  return [...errors, ...singleFields(spec, path)]
}

/** Names, deadlines and what else is one field. */
function singleFields(spec: Go['PodSpec'], path: string): FieldError[] {
  const errors: FieldError[] = []
  if (spec.serviceAccountName) errors.push(...subdomain(`${path}.serviceAccountName`, spec.serviceAccountName))
  if (spec.nodeName) errors.push(...subdomain(`${path}.nodeName`, spec.nodeName))
  if (spec.activeDeadlineSeconds !== undefined)
    errors.push(...range(`${path}.activeDeadlineSeconds`, spec.activeDeadlineSeconds, 1, MAX))
  if (spec.hostname) errors.push(...label(`${path}.hostname`, spec.hostname))
  if (spec.subdomain) errors.push(...label(`${path}.subdomain`, spec.subdomain))
  errors.push(...validateTolerations(spec.tolerations, `${path}.tolerations`))
  for (const [at, alias] of (spec.hostAliases ?? []).entries()) {
    errors.push(...ipFaults(`${path}.hostAliases[${at}].ip`, alias.ip))
    for (const [index, name] of (alias.hostnames ?? []).entries()) {
      errors.push(...subdomain(`${path}.hostAliases[${at}].hostnames[${index}]`, name))
    }
  }
  if (spec.priorityClassName) errors.push(...subdomain(`${path}.priorityClassName`, spec.priorityClassName))
  if (spec.runtimeClassName !== undefined) errors.push(...subdomain(`${path}.runtimeClassName`, spec.runtimeClassName))
  if (spec.preemptionPolicy !== undefined) {
    errors.push(...oneOf(`${path}.preemptionPolicy`, spec.preemptionPolicy, ['PreemptLowerPriority', 'Never'], ''))
  }
  if (spec.overhead) {
    const amounts = {limits: spec.overhead} as Go['ResourceRequirements']
    errors.push(...validateResources(amounts, `${path}.overhead`, new Set()))
  }
  return [...errors, ...validateOs(spec, path), ...fileVolumes(spec, path)]
}

/** Files of variables lie in empty directories. */
function fileVolumes(spec: Go['PodSpec'], path: string): FieldError[] {
  return containerPlaces(spec, path).flatMap(([{env}, field]) =>
    (env ?? []).flatMap(({valueFrom}, at) => {
      const name = valueFrom?.fileKeyRef?.volumeName
      if (name === undefined) return []
      const volume = spec.volumes?.findLast((one) => one.name === name)
      const place = `${field}.env[${at}].valueFrom.fileKeyRef.volumeName`
      if (!volume) return [notFound(place, name)]
      return volume.emptyDir ? [] : [invalid(place, name, 'referenced volume must be of type emptyDir')]
    }),
  )
}

function hostNetworkPorts(spec: Go['PodSpec'], path: string): FieldError[] {
  if (!spec.hostNetwork) return []
  return (spec.containers ?? []).flatMap((container, at) =>
    (container.ports ?? []).flatMap((port, index) => {
      if (!port.hostPort || port.hostPort === port.containerPort) return []
      return [
        invalid(
          `${path}[${at}].ports[${index}].hostPort`,
          port.hostPort,
          'must match `containerPort` when `hostNetwork` is true',
        ),
      ]
    }),
  )
}

function dnsConfig({dnsConfig: config, dnsPolicy}: Go['PodSpec'], path: string): FieldError[] {
  if (dnsPolicy === 'None') {
    if (!config) return [required(path, 'must provide `dnsConfig` when `dnsPolicy` is None')]
    if (!config.nameservers)
      return [required(`${path}.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None')]
  }
  if (!config) return []
  const errors: FieldError[] = []
  const {nameservers = [], searches = [], options = []} = config
  if (nameservers.length > 3)
    errors.push(invalid(`${path}.nameservers`, [...nameservers], 'must not have more than 3 nameservers'))
  for (const [at, address] of nameservers.entries()) errors.push(...ipFaults(`${path}.nameservers[${at}]`, address))
  if (searches.length > 32) errors.push(invalid(`${path}.searches`, [...searches], 'must not have more than 32 search paths'))
  for (const [at, search] of searches.entries()) {
    if (search !== '.')
      errors.push(
        ...complain(`${path}.searches[${at}]`, search.replace(/\.$/, ''), underscoredSubdomain(search.replace(/\.$/, ''))),
      )
  }
  for (const [at, option] of options.entries())
    if (!option.name) errors.push(required(`${path}.options[${at}]`, 'must not be empty'))
  return errors
}

function schedulingGates(spec: Go['PodSpec'], path: string): FieldError[] {
  const errors: FieldError[] = []
  const seen = new Set<string>()
  for (const [at, {name}] of (spec.schedulingGates ?? []).entries()) {
    errors.push(...labelName(`${path}[${at}]`, name))
    if (seen.has(name)) errors.push(duplicate(`${path}[${at}]`, name))
    seen.add(name)
  }
  return errors
}

/** What holds of a Pod besides when it is new. */
export function validateNewPod(pod: Go['Pod'], {env}: RuleContext): FieldError[] {
  const errors = validatePod(pod)
  const {ephemeralContainers, nodeName, schedulingGates} = pod.spec
  if ((ephemeralContainers ?? []).length > 0) errors.push(forbidden('spec.ephemeralContainers', 'cannot be set on create'))
  if (nodeName && (schedulingGates ?? []).length > 0)
    errors.push(forbidden('spec.nodeName', 'cannot be set until all schedulingGates have been cleared'))
  if (errors.length === 0) refuseOverhead(pod, env)
  return errors
}

export function validatePod({metadata, spec}: Go['Pod']): FieldError[] {
  const errors = validatePodAnnotations(metadata.annotations, spec, 'metadata.annotations')
  errors.push(...validatePodSpec(spec, 'spec', true))
  for (const [key, list] of [
    ['containers', spec.containers],
    ['initContainers', spec.initContainers],
  ] as const) {
    for (const [at, {image = ''}] of (list ?? []).entries()) {
      if (image !== image.trim())
        errors.push(invalid(`spec.${key}[${at}].image`, image, 'must not have leading or trailing whitespace'))
    }
  }
  return errors
}

/** A pod template: its labels, annotations and spec. */
export function validateTemplate(template: Go['PodTemplateSpec'], path: string): FieldError[] {
  const {metadata, spec} = template
  return [
    ...validateLabels(metadata.labels, `${path}.labels`),
    ...validateAnnotations(metadata.annotations, `${path}.annotations`),
    ...validatePodAnnotations(metadata.annotations, spec, `${path}.annotations`),
    ...validatePodSpec(spec, `${path}.spec`, false),
    ...((spec.ephemeralContainers ?? []).length > 0
      ? [forbidden(`${path}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template')]
      : []),
  ]
}
