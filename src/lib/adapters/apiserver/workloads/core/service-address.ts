import type {KubeObject} from '../../../../ports/kube.js'
import type {ControllerSpec, Work} from '../runtime/controller.js'
import {recordEvent} from '../runtime/events.js'
import {isDeleting, listOf, section, specOf, statusOf, writeStatus} from '../runtime/objects.js'

const kind = {apiVersion: 'v1', kind: 'Service'}

/** Gives Services of type LoadBalancer an address of 172.18.255.0/24, as a cloud would. */
export const loadBalancerController: ControllerSpec = {
  name: 'service-controller',
  userAgent: 'cloud-controller-manager',
  of: kind,
  reconcile,
}

async function reconcile(work: Work, service: KubeObject): Promise<void> {
  const wants = specOf(service).type === 'LoadBalancer' && !isDeleting(service)
  const current = addressOf(service)
  if (wants === (current !== undefined)) return
  if (!wants) return writeStatus(work.client, service, {...statusOf(service), loadBalancer: {}})
  const taken = new Set(work.client.list(kind.apiVersion, kind.kind).map(addressOf))
  const asked = specOf(service).loadBalancerIP
  const ip = typeof asked === 'string' && asked !== '' ? asked : firstFree(taken)
  await writeStatus(work.client, service, {...statusOf(service), loadBalancer: {ingress: [{ip, ipMode: 'VIP'}]}})
  await recordEvent(work, 'service-controller', service, {reason: 'EnsuredLoadBalancer', message: 'Ensured load balancer'})
}

function addressOf(service: KubeObject): string | undefined {
  const ip = listOf(section(statusOf(service), 'loadBalancer').ingress)[0]?.ip
  return typeof ip === 'string' ? ip : undefined
}

function firstFree(taken: ReadonlySet<string | undefined>): string {
  for (let host = 1; host < 65_535; host++) {
    const ip = `172.18.${255 - (host >> 8)}.${host & 0xff}`
    if ((host & 0xff) !== 0 && !taken.has(ip)) return ip
  }
  return '172.18.0.1'
}
