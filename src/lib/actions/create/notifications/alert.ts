import {FluxError} from '../../../errors/flux-error.js'
import type {JsonObject} from '../../../formats/json/value.js'
import type {CreateContext, CreateOptions} from '../context.js'
import {createObject, newObject} from '../create-object.js'
import {kindNameNamespace} from '../references.js'
import {omitEmpty} from '../spec-parts.js'

export interface AlertOptions extends CreateOptions {
  readonly 'provider-ref'?: string | undefined
  readonly 'event-source'?: readonly string[] | undefined
  readonly 'event-severity'?: string | undefined
}

/** `flux create alert` (cli reference 5.10). */
export async function createAlert(ctx: CreateContext, options: AlertOptions): Promise<void> {
  const {'provider-ref': provider, name} = options
  if (!provider) throw new FluxError('usage', 'provider ref is required')
  const eventSources = (options['event-source'] ?? []).map(eventSource)
  if (eventSources.length === 0) throw new FluxError('usage', 'at least one event source is required')
  const object = newObject('Alert', options, () => ({
    ...omitEmpty({eventSeverity: options['event-severity']}),
    eventSources,
    providerRef: {name: provider},
  }))
  if (!options.export) ctx.out.generate('generating Alert')
  await createObject(ctx, options, {object, static: true, done: () => [`Alert ${name} is ready`]})
}

function eventSource(text: string): JsonObject {
  const {kind, name, namespace} = kindNameNamespace(text)
  if (kind === '') throw new FluxError('usage', `invalid event source '${text}', must be in format <kind>/<name>`)
  return {kind, name, ...omitEmpty({namespace})}
}
