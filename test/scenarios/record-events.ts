import type {JsonObject} from '../../src/lib/formats/json/value.js'
import type {KubeClient, KubeObject} from '../../src/lib/ports/kube.js'
import type {RecordedEvent, Scenario} from './format.js'

/** Watches the Events of the cluster and keeps them as the recorder did. */
export async function recordEvents(kube: KubeClient, scenario: string) {
  const stop = new AbortController()
  const list = await kube.list({apiVersion: 'v1', kind: 'Event'})
  const kept: RecordedEvent[] = []
  const run = async () => {
    const options = {resourceVersion: list.resourceVersion, signal: stop.signal}
    for await (const event of kube.watch({apiVersion: 'v1', kind: 'Event'}, options))
      if (event.type === 'ADDED' || event.type === 'MODIFIED') kept.push(recorded(event.object))
  }
  run().catch(() => {})
  return {
    take: () => kept.splice(0).filter((event) => isFlux(event) && event.object.split('/')[1]?.startsWith(scenario)),
    stop: () => stop.abort(),
  }
}

function isFlux(event: RecordedEvent): boolean {
  return event.source === 'source-controller' || event.source === 'kustomize-controller'
}

function recorded(event: KubeObject): RecordedEvent {
  const involved = event['involvedObject'] as {kind: string; namespace?: string; name: string}
  return {
    object: `${involved.kind}/${involved.namespace ?? ''}/${involved.name}`,
    type: String(event['type']),
    reason: String(event['reason']),
    message: String(event['message']),
    count: Number(event['count'] ?? 1),
    annotations: event.metadata.annotations ?? null,
    source: String((event['source'] as {component?: string} | undefined)?.component ?? ''),
    reportingComponent: String(event['reportingComponent'] ?? ''),
  }
}

/** True for what was posted about an object of the scenario: a shared cluster may hold others. */
export function isOf(scenario: Scenario, body: JsonObject): boolean {
  const involved = body['involvedObject'] as {namespace?: string} | undefined
  return involved?.namespace === scenario.name || involved?.namespace?.startsWith(`${scenario.name}-`) === true
}
