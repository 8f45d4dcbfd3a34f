import {FluxError, messageOf} from '../../../errors/flux-error.js'
import type {CreateContext, CreateOptions} from '../context.js'
import {newObject} from '../create-object.js'
import {checkRepository} from '../image-reference.js'
import {durationText, intervalText, nameRef, omitEmpty} from '../spec-parts.js'
import {createImageObject} from './create-image-object.js'

export interface ImageRepositoryOptions extends CreateOptions {
  readonly image?: string | undefined
  readonly 'secret-ref'?: string | undefined
  readonly 'cert-ref'?: string | undefined
  readonly 'scan-timeout': number
}

/** `flux create image repository` (cli reference 5.9). */
export async function createImageRepository(ctx: CreateContext, options: ImageRepositoryOptions): Promise<void> {
  const {image} = options
  if (!image) throw new FluxError('usage', 'an image repository (--image) is required')
  try {
    checkRepository(image)
  } catch (error) {
    throw new FluxError('bad-image', `unable to parse image value: ${messageOf(error)}`, {cause: error})
  }
  const object = newObject('ImageRepository', options, () => ({
    ...omitEmpty({
      certSecretRef: nameRef(options['cert-ref']),
      secretRef: nameRef(options['secret-ref']),
      timeout: durationText(options['scan-timeout']),
    }),
    image,
    interval: intervalText(options),
  }))
  await createImageObject(ctx, options, object)
}
