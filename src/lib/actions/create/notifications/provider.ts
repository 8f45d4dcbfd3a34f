import {FluxError} from '../../../errors/flux-error.js'
import type {CreateContext, CreateOptions} from '../context.js'
import {createObject, newObject} from '../create-object.js'
import {nameRef, omitEmpty} from '../spec-parts.js'

export interface ProviderOptions extends CreateOptions {
  readonly type?: string | undefined
  readonly channel?: string | undefined
  readonly username?: string | undefined
  readonly address?: string | undefined
  readonly 'secret-ref'?: string | undefined
}

/** `flux create alert-provider` (cli reference 5.10). */
export async function createProvider(ctx: CreateContext, options: ProviderOptions): Promise<void> {
  const {type, channel, username, address, name} = options
  if (!type) throw new FluxError('usage', 'Provider type is required')
  const object = newObject('Provider', options, () => ({
    ...omitEmpty({address, channel, secretRef: nameRef(options['secret-ref']), username}),
    type,
  }))
  if (!options.export) ctx.out.generate('generating Provider')
  await createObject(ctx, options, {object, static: true, done: () => [`Provider ${name} is ready`]})
}
