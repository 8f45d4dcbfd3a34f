import {FluxError} from '../../../errors/flux-error.js'
import type {JsonObject} from '../../../formats/json/value.js'
import {textAt} from '../../conditions.js'
import type {CreateContext, CreateOptions} from '../context.js'
import {createObject, newObject} from '../create-object.js'
import {kindName} from '../references.js'
import {omitEmpty} from '../spec-parts.js'

export interface ReceiverOptions extends CreateOptions {
  readonly type?: string | undefined
  readonly 'secret-ref'?: string | undefined
  readonly event?: readonly string[] | undefined
  readonly resource?: readonly string[] | undefined
}

/** `flux create receiver` (cli reference 5.10). */
export async function createReceiver(ctx: CreateContext, options: ReceiverOptions): Promise<void> {
  const {type, 'secret-ref': secret, name} = options
  if (!type) throw new FluxError('usage', 'Receiver type is required')
  if (!secret) throw new FluxError('usage', 'secret ref is required')
  const resources = (options.resource ?? []).map(resource)
  // flux spells it like this
  if (resources.length === 0) throw new FluxError('usage', 'atleast one resource is required')
  const object = newObject('Receiver', options, () => ({
    ...omitEmpty({events: [...(options.event ?? [])]}),
    resources,
    secretRef: {name: secret},
    type,
  }))
  if (!options.export) ctx.out.generate('generating Receiver')
  await createObject(ctx, options, {
    object,
    done: (ready) => [`Receiver ${name} is ready`, `generated webhook URL ${textAt(ready, ['status', 'webhookPath'])}`],
  })
}

/** `<kind>/<name>`; a dot stays in the name. */
function resource(text: string): JsonObject {
  const {kind, name} = kindName(text)
  if (kind === '') throw new FluxError('usage', `invalid event source '${text}', must be in format <kind>/<name>`)
  return {kind, name}
}
