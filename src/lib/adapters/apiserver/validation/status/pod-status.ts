import type {Go} from '../../../../schema/builtin/go.gen.js'
import {forbidden, internal, invalid, notSupported, required} from '../../../../schema/field-error.js'
import type {FieldError} from '../../hooks.js'
import {ipFaults} from '../common/addresses.js'
import {labelName, range, subdomain, unchanged} from '../common/checks.js'
import {plainAddress} from '../common/ip-text.js'

type Pod = Go['Pod']
type Status = Go['PodStatus']
type Container = Go['Container']
type ContainerStatus = Go['ContainerStatus']

const LAST_ID = 2_147_483_647
const SYSTEM = new Set(['PodScheduled', 'Ready', 'Initialized'])

/** What a kubelet may write of a Pod. Source: ValidatePodStatusUpdate. */
export function podStatusFaults(now: Pod, old: Pod): FieldError[] {
  const {status, spec} = now
  const {nominatedNodeName: nominated = ''} = status
  const errors = conditionFaults(status.conditions ?? [])
  if (nominated !== '' && nominated !== old.status.nominatedNodeName)
    errors.push(...subdomain('status.nominatedNodeName', nominated))
  errors.push(...generation('status', status.observedGeneration))
  errors.push(...unchanged('status.qosClass', status.qosClass, old.status.qosClass))
  errors.push(...revived(now, old, 'containerStatuses', spec.containers ?? []))
  const sidecars = (spec.initContainers ?? []).filter(({restartPolicy}) => restartPolicy === 'Always')
  errors.push(...revived(now, old, 'initContainerStatuses', spec.initContainers ?? [], new Set(sidecars.map(({name}) => name))))
  errors.push(...claimFaults(status, spec), ...extendedClaim(status), ...podAddresses(status), ...hostAddresses(status))
  for (const field of ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'] as const)
    errors.push(...(status[field] ?? []).flatMap((one, at) => userFaults(one, `status.${field}[${at}].user.linux`)))
  const devices = (field: Statuses, containers: readonly Container[] | null | undefined) =>
    (status[field] ?? []).flatMap((one, at) => deviceFaults(one, containers ?? [], `status.${field}[${at}]`))
  errors.push(...devices('containerStatuses', spec.containers), ...devices('initContainerStatuses', spec.initContainers))
  const unwanted = (status.ephemeralContainerStatuses ?? []).flatMap(({allocatedResourcesStatus: given}, at) => {
    const path = `status.ephemeralContainerStatuses[${at}].allocatedResourcesStatus`
    return given ? [forbidden(path, 'must not be specified in container status')] : []
  })
  return [...errors, ...unwanted]
}

function conditionFaults(conditions: readonly Go['PodCondition'][]): FieldError[] {
  return conditions.flatMap(({type, observedGeneration}, at) => [
    ...generation(`status.conditions[${at}]`, observedGeneration),
    ...(SYSTEM.has(type) ? [] : labelName(`status.conditions[${at}].Type`, type)),
  ])
}

function generation(path: string, value = 0): FieldError[] {
  return value < 0 ? [invalid(`${path}.observedGeneration`, value, 'must be a non-negative integer')] : []
}

type Statuses = 'containerStatuses' | 'initContainerStatuses'

/** Containers that run again although nothing restarts them. */
function revived(now: Pod, old: Pod, field: Statuses, containers: readonly Container[], restarted = new Set<string>()) {
  return (old.status[field] ?? []).flatMap(({name, state}, at) => {
    const {terminated} = state
    const container = containers.find((one) => one.name === name)
    if (!terminated || restarted.has(name) || restarts(now.spec, container, terminated.exitCode ?? 0)) return []
    return (now.status[field] ?? [])
      .filter((one) => one.name === name && !one.state.terminated)
      .map(() => forbidden(`status.${field}[${at}].state`, 'may not be transitioned to non-terminated state'))
  })
}

/** Whether a container that has ended runs again: its own rules, its policy, the pod's. */
function restarts({restartPolicy}: Go['PodSpec'], container: Container | undefined, code: number): boolean {
  for (const {action, exitCodes} of container?.restartPolicyRules ?? []) {
    if (action !== 'Restart' || !exitCodes) continue
    const listed = (exitCodes.values ?? []).includes(code)
    if (exitCodes.operator === 'In' ? listed : !listed) return true
  }
  const policy = container?.restartPolicy ?? restartPolicy
  return policy === 'Always' || (policy === 'OnFailure' && code !== 0)
}

function claimFaults({resourceClaimStatuses: claims}: Status, {resourceClaims}: Go['PodSpec']): FieldError[] {
  const known = new Set((resourceClaims ?? []).map(({name}) => name))
  return (claims ?? []).flatMap(({name, resourceClaimName: claim}, at) => {
    const path = `status.resourceClaimStatuses[${at}]`
    const text = 'must match the name of an entry in `spec.resourceClaims`'
    const errors = known.has(name) ? [] : [invalid(`${path}.name`, name, text)]
    return claim === undefined ? errors : [...errors, ...subdomain(`${path}.resourceClaimName`, claim)]
  })
}

function extendedClaim({extendedResourceClaimStatus: claim}: Status): FieldError[] {
  if (!claim) return []
  const path = 'status.extendedResourceClaimStatus'
  const none = (claim.requestMappings ?? []).length === 0
  return [
    ...(none ? [required(`${path}.requestMappings`, 'at least one request mapping is required')] : []),
    ...subdomain(`${path}.resourceClaimName`, claim.resourceClaimName),
  ]
}

/** One address of each family. */
function familyFaults(path: string, list: readonly {readonly ip?: string}[]): FieldError[] {
  const addresses = list.map(({ip = ''}) => ip)
  const errors = addresses.flatMap((ip, at) => ipFaults(`${path}[${at}]`, ip))
  if (list.length < 2) return errors
  const odd = addresses.findIndex((ip) => plainAddress(ip) === undefined)
  const families = new Set(addresses.map((ip) => ip.includes(':')))
  if (odd >= 0) errors.push(internal(path, `failed to check for dual stack with error:invalid IP[${odd}]: ${addresses[odd]}`))
  else if (list.length === 2 && families.size === 2) return errors
  const shown = addresses.map((ip) => ({IP: ip}))
  return [...errors, invalid(path, shown, 'may specify no more than one IP for each IP family')]
}

function podAddresses({podIPs}: Status): FieldError[] {
  return familyFaults('status.podIPs', podIPs ?? [])
}

function hostAddresses({hostIP = '', hostIPs}: Status): FieldError[] {
  const first = hostIPs?.[0]?.ip ?? ''
  const path = 'status.hostIPs'
  const odd = hostIPs?.[0] && first !== hostIP ? [invalid(`${path}[0].ip`, first, 'must be equal to `hostIP`')] : []
  return [...odd, ...familyFaults(path, hostIPs ?? [])]
}

function userFaults({user}: ContainerStatus, path: string): FieldError[] {
  const linux = user?.linux
  if (!linux) return []
  return [
    ...range(`${path}.uid`, linux.uid, 0, LAST_ID),
    ...range(`${path}.gid`, linux.gid, 0, LAST_ID),
    ...(linux.supplementalGroups ?? []).flatMap((id, at) => range(`${path}.supplementalGroups[${at}]`, id, 0, LAST_ID)),
  ]
}

/** Health of devices that a container has. */
function deviceFaults({name, allocatedResourcesStatus}: ContainerStatus, containers: readonly Container[], path: string) {
  const container = containers.find((one) => one.name === name)
  if (!container) return []
  const {requests = {}, claims} = container.resources
  const claimed = new Set((claims ?? []).map(({name, request}) => `claim:${name}${request ? `/${request}` : ''}`))
  return (allocatedResourcesStatus ?? []).flatMap(({name, resources}, at) => {
    const field = `${path}.allocatedResourcesStatus[${at}]`
    const errors: FieldError[] = []
    if (name.startsWith('claim:')) {
      const text =
        "must match one of the container's resource claims in a format 'claim:<claimName>/<request>' or 'claim:<claimName>' if request is empty"
      if (!claimed.has(name)) errors.push(invalid(`${field}.name`, name, text))
    } else if (!Object.hasOwn(requests, name))
      errors.push(invalid(`${field}.name`, name, "must match one of the container's resource requests"))
    const states = ['Healthy', 'Unhealthy', 'Unknown']
    for (const [index, {health = ''}] of (resources ?? []).entries())
      if (!states.includes(health)) errors.push(notSupported(`${field}.resources[${index}].health`, health, states))
    return errors
  })
}
