import type {Go} from '../../../../schema/builtin/go.gen.js'

type Container = Go['Container'] | Go['EphemeralContainer']

/** Defaults of a pod template's spec; what a Pod itself gets beyond is in `podDefaults`. */
export function podSpecDefaults(spec: Go['PodSpec']): void {
  spec.dnsPolicy ??= 'ClusterFirst'
  spec.restartPolicy ??= 'Always'
  spec.securityContext ??= {}
  spec.terminationGracePeriodSeconds ??= 30
  spec.schedulerName ??= 'default-scheduler'
  for (const volume of spec.volumes ?? []) volumeDefaults(volume)
  serviceAccountAlias(spec)
  for (const container of containersOf(spec)) containerDefaults(container)
}

/** `serviceAccount` is an older name of `serviceAccountName`, which wins; the server's conversion shows both. */
function serviceAccountAlias(spec: Go['PodSpec']): void {
  spec.serviceAccountName ||= spec.serviceAccount
  if (spec.serviceAccountName) spec.serviceAccount = spec.serviceAccountName
  else delete spec.serviceAccountName
}

/** All containers of a pod: init, main, ephemeral. */
export function containersOf(spec: Go['PodSpec']): Container[] {
  return [...(spec.initContainers ?? []), ...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])]
}

/** Defaults of a Pod: requests follow limits, service links. */
export function podDefaults(pod: Go['Pod']): void {
  podSpecDefaults(pod.spec)
  // of a Pod alone: templates keep their ports as they are
  if (pod.spec.hostNetwork) hostPorts(pod.spec)
  if ((pod.spec.terminationGracePeriodSeconds ?? 0) < 0) pod.spec.terminationGracePeriodSeconds = 1
  for (const {resources} of [...(pod.spec.containers ?? []), ...(pod.spec.initContainers ?? [])]) {
    if (resources.limits) resources.requests = sorted({...resources.limits, ...resources.requests})
  }
  pod.spec.enableServiceLinks ??= true
  addressAlias(pod.status)
}

/** `podIP` is the first of `podIPs`; where both are given and differ, it wins. */
function addressAlias(status: Go['PodStatus'] | undefined): void {
  if (!status) return
  const first = status.podIPs?.[0]?.ip
  if (status.podIP && status.podIP !== first) status.podIPs = [{ip: status.podIP}]
  else if (!status.podIP && first) status.podIP = first
}

function sorted(record: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function hostPorts(spec: Go['PodSpec']): void {
  for (const container of [...(spec.containers ?? []), ...(spec.initContainers ?? [])]) {
    for (const port of container.ports ?? []) if (!port.hostPort) port.hostPort = port.containerPort
  }
}

const part = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const label = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?'
const imageName = new RegExp(
  `^(?:${label}(?:\\.${label})*(?::[0-9]+)?/)?${part}(?:/${part})*(?::[\\w][\\w.-]{0,127})?(?:@[A-Za-z][\\w+.-]*:[0-9a-fA-F]{32,})?$`,
)

/** `Always` for the tag latest or none, else `IfNotPresent`; also for what is no name of an image. */
export function pullPolicyOf(image: string): string {
  if (!imageName.test(image) || /^[a-f0-9]{64}$/.test(image)) return 'IfNotPresent'
  const name = image.slice(image.lastIndexOf('/') + 1)
  if (image.includes('@')) return name.replace(/@.*$/, '').endsWith(':latest') ? 'Always' : 'IfNotPresent'
  const [, tag = 'latest'] = name.split(':')
  return tag === 'latest' ? 'Always' : 'IfNotPresent'
}

function containerDefaults(container: Container): void {
  container.imagePullPolicy ??= pullPolicyOf(container.image ?? '')
  container.terminationMessagePath ??= '/dev/termination-log'
  container.terminationMessagePolicy ??= 'File'
  for (const port of container.ports ?? []) port.protocol ??= 'TCP'
  for (const {valueFrom} of container.env ?? []) {
    if (valueFrom?.fieldRef) valueFrom.fieldRef.apiVersion ??= 'v1'
    if (valueFrom?.fileKeyRef) valueFrom.fileKeyRef.optional ??= false
  }
  for (const probe of [container.livenessProbe, container.readinessProbe, container.startupProbe]) {
    if (probe) probeDefaults(probe)
  }
  for (const handler of [container.lifecycle?.postStart, container.lifecycle?.preStop]) httpDefaults(handler?.httpGet)
}

function probeDefaults(probe: Go['Probe']): void {
  probe.timeoutSeconds ??= 1
  probe.periodSeconds ??= 10
  probe.successThreshold ??= 1
  probe.failureThreshold ??= 3
  httpDefaults(probe.httpGet)
  if (probe.grpc) probe.grpc.service ??= ''
}

function httpDefaults(action: Go['HTTPGetAction'] | undefined): void {
  if (!action) return
  action.path ??= '/'
  action.scheme ??= 'HTTP'
}

function volumeDefaults(volume: Go['Volume']): void {
  if (Object.keys(volume).length === 1) volume.emptyDir = {}
  if (volume.hostPath) volume.hostPath.type ??= ''
  fileDefaults(volume)
  if (volume.image && !volume.image.pullPolicy) volume.image.pullPolicy = pullPolicyOf(volume.image.reference ?? '')
  if (volume.ephemeral?.volumeClaimTemplate) volume.ephemeral.volumeClaimTemplate.spec.volumeMode ??= 'Filesystem'
  storageDefaults(volume)
}

/** Volumes of API objects. */
function fileDefaults(volume: Go['Volume']): void {
  for (const source of [volume.secret, volume.configMap, volume.downwardAPI, volume.projected]) {
    if (source) source.defaultMode ??= 420
  }
  for (const item of volume.downwardAPI?.items ?? []) if (item.fieldRef) item.fieldRef.apiVersion ??= 'v1'
  for (const source of volume.projected?.sources ?? []) {
    if (source.serviceAccountToken) source.serviceAccountToken.expirationSeconds ??= 3600
    for (const item of source.downwardAPI?.items ?? []) if (item.fieldRef) item.fieldRef.apiVersion ??= 'v1'
  }
}

/** Sources that a PersistentVolume shares. */
export function storageDefaults(volume: Pick<Go['Volume'], 'iscsi' | 'rbd' | 'azureDisk' | 'scaleIO' | 'hostPath'>): void {
  if (volume.iscsi) volume.iscsi.iscsiInterface ??= 'default'
  if (volume.rbd) {
    volume.rbd.pool ??= 'rbd'
    volume.rbd.user ??= 'admin'
    volume.rbd.keyring ??= '/etc/ceph/keyring'
  }
  if (volume.azureDisk) {
    volume.azureDisk.cachingMode ??= 'ReadWrite'
    volume.azureDisk.fsType ??= 'ext4'
    volume.azureDisk.readOnly ??= false
    volume.azureDisk.kind ??= 'Shared'
  }
  if (volume.scaleIO) {
    volume.scaleIO.storageMode ??= 'ThinProvisioned'
    volume.scaleIO.fsType ??= 'xfs'
  }
}
