import {FluxError} from '../../../errors/flux-error.js'
import {goQuote} from '../../../errors/go-quote.js'
import type {JsonObject} from '../../../formats/json/value.js'
import type {CreateContext, CreateOptions} from '../context.js'
import {createObject, newObject} from '../create-object.js'
import {fetchTimeout, ignoreText, intervalText, nameRef, omitEmpty} from '../spec-parts.js'
import {artifactLines} from './artifact-lines.js'
import {type VerifyOptions, verification} from './verification.js'

export interface OciSourceOptions extends CreateOptions, VerifyOptions {
  readonly url?: string | undefined
  readonly tag?: string | undefined
  readonly 'tag-semver'?: string | undefined
  readonly digest?: string | undefined
  readonly 'secret-ref'?: string | undefined
  readonly 'proxy-secret-ref'?: string | undefined
  readonly 'service-account'?: string | undefined
  readonly 'cert-ref'?: string | undefined
  readonly 'ignore-paths'?: readonly string[] | undefined
  readonly provider: string
  readonly insecure: boolean
  readonly 'layer-selector'?: string | undefined
  readonly 'fetch-timeout': number
}

/** `flux create source oci` (cli reference 5.4). */
export async function createOciSource(ctx: CreateContext, options: OciSourceOptions): Promise<void> {
  if (!options.url) throw new FluxError('usage', 'url is required')
  const ref = omitEmpty({digest: options.digest, semver: options['tag-semver'], tag: options.tag})
  if (Object.keys(ref).length === 0) throw new FluxError('usage', '--tag, --tag-semver or --digest is required')
  const layer = layerSelector(options['layer-selector'])
  const object = newObject('OCIRepository', options, () => ({
    ...omitEmpty({
      certSecretRef: nameRef(options['cert-ref']),
      ignore: ignoreText(options['ignore-paths']),
      insecure: options.insecure,
      layerSelector: layer,
      proxySecretRef: nameRef(options['proxy-secret-ref']),
      secretRef: nameRef(options['secret-ref']),
      serviceAccountName: options['service-account'],
      timeout: fetchTimeout(options['fetch-timeout']),
      verify: verification(options),
    }),
    interval: intervalText(options),
    provider: options.provider,
    ref,
    url: options.url!,
  }))
  const done = (ready: typeof object) => artifactLines('OCIRepository', 'no artifact was found', ready)
  await createObject(ctx, options, {object, done})
}

/** `<media type>:<operation>`, split at the first colon. */
function layerSelector(text: string | undefined): JsonObject | undefined {
  if (!text) return undefined
  const at = text.indexOf(':')
  const mediaType = text.slice(0, Math.max(at, 0))
  const operation = text.slice(at + 1)
  const fault = (rule: string) => new FluxError('usage', `invalid --layer-selector ${goQuote(text)}: ${rule}`)
  if (mediaType === '' || operation === '') throw fault("must be in the format '<media-type>:<operation>'")
  if (operation !== 'extract' && operation !== 'copy') throw fault('operation must be "extract" or "copy"')
  return {mediaType, operation}
}
