import {FluxError} from '../../../errors/flux-error.js'
import type {CreateContext, CreateOptions} from '../context.js'
import {type Credentials, createObject, newObject} from '../create-object.js'
import {newSecret} from '../secrets/secret.js'
import {fetchTimeout, ignoreText, intervalText, nameRef, omitEmpty} from '../spec-parts.js'
import {artifactLines} from './artifact-lines.js'

export interface BucketSourceOptions extends CreateOptions {
  readonly 'bucket-name'?: string | undefined
  readonly endpoint?: string | undefined
  readonly provider: string
  readonly 'access-key'?: string | undefined
  readonly 'secret-key'?: string | undefined
  readonly region?: string | undefined
  readonly insecure: boolean
  readonly 'secret-ref'?: string | undefined
  readonly 'proxy-secret-ref'?: string | undefined
  readonly 'ignore-paths'?: readonly string[] | undefined
  readonly 'fetch-timeout': number
}

const LABEL = 'Bucket source'

/** `flux create source bucket` (cli reference 5.5). */
export async function createBucketSource(ctx: CreateContext, options: BucketSourceOptions): Promise<void> {
  if (!options['bucket-name']) throw new FluxError('usage', 'bucket-name is required')
  if (!options.endpoint) throw new FluxError('usage', 'endpoint is required')
  const object = newObject('Bucket', options, () => ({
    ...omitEmpty({
      ignore: ignoreText(options['ignore-paths']),
      insecure: options.insecure,
      proxySecretRef: nameRef(options['proxy-secret-ref']),
      region: options.region,
      secretRef: nameRef(options['secret-ref']),
      timeout: fetchTimeout(options['fetch-timeout']),
    }),
    bucketName: options['bucket-name']!,
    endpoint: options.endpoint!,
    interval: intervalText(options),
    provider: options.provider,
  }))
  await createObject(ctx, options, {
    object,
    label: LABEL,
    generating: true,
    credentials: async () => (options['secret-ref'] ? undefined : bucketCredentials(options, object.metadata.labels)),
    done: (ready) => artifactLines(LABEL, `${LABEL} reconciliation but no artifact was found`, ready),
  })
}

/** Both keys or none; the Secret carries the labels of the Bucket. */
function bucketCredentials(options: BucketSourceOptions, labels: Record<string, string> | undefined): Credentials | undefined {
  const {'access-key': accesskey, 'secret-key': secretkey, namespace} = options
  if (!accesskey || !secretkey) return undefined
  const secret = newSecret({name: `bucket-${options.name}`, namespace, labels}, {accesskey, secretkey})
  return {secret, label: 'secret with the bucket credentials'}
}
