import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {type GoUrl, parseGoUrl} from '../../../formats/url/go-url.js'
import type {CreateContext, CreateOptions} from '../context.js'
import {type Credentials, createObject, newObject} from '../create-object.js'
import {fileText} from '../file-text.js'
import {helmSecret} from '../secrets/helm.js'
import {fetchTimeout, intervalText, nameRef, omitEmpty} from '../spec-parts.js'
import {artifactLines} from './artifact-lines.js'

export interface HelmSourceOptions extends CreateOptions {
  readonly url?: string | undefined
  readonly username?: string | undefined
  readonly password?: string | undefined
  readonly 'cert-file'?: string | undefined
  readonly 'key-file'?: string | undefined
  readonly 'ca-file'?: string | undefined
  readonly 'secret-ref'?: string | undefined
  readonly 'oci-provider'?: string | undefined
  readonly 'pass-credentials': boolean
  readonly 'fetch-timeout': number
}

const LABEL = 'HelmRepository source'

/** `flux create source helm` (cli reference 5.3). */
export async function createHelmSource(ctx: CreateContext, options: HelmSourceOptions): Promise<void> {
  const {url, 'secret-ref': secret, 'pass-credentials': passCredentials} = options
  if (!url) throw new FluxError('usage', 'url is required')
  let oci = false
  const object = newObject('HelmRepository', options, () => {
    oci = checkedUrl(url).scheme === 'oci'
    return {
      ...omitEmpty({
        ...(oci ? {type: 'oci', provider: options['oci-provider']} : {}),
        ...(secret ? {secretRef: nameRef(secret), passCredentials} : {}),
        timeout: fetchTimeout(options['fetch-timeout']),
      }),
      interval: intervalText(options),
      url,
    }
  })
  // files are read before anything is said
  const credentials = options.export ? undefined : await readFiles(ctx, options)
  await createObject(ctx, options, {
    object,
    label: LABEL,
    written: 'source',
    generating: true,
    static: oci,
    credentials: async () => (secret || !credentials ? undefined : helmCredentials(options, credentials)),
    done: (ready) =>
      oci
        ? [`${LABEL} reconciliation completed`]
        : artifactLines(LABEL, `${LABEL} reconciliation completed but no artifact was found`, ready),
  })
}

function checkedUrl(text: string): GoUrl {
  const url = parsed(text)
  if (!['http', 'https', 'oci'].includes(url.scheme)) {
    throw new FluxError('bad-url', `url scheme '${url.scheme}' not supported, can be: http, https and oci`)
  }
  if (url.host === '') throw new FluxError('bad-url', 'url host is required')
  return url
}

function parsed(text: string): GoUrl {
  try {
    return parseGoUrl(text)
  } catch (error) {
    throw new FluxError('bad-url', `url parse failed: ${messageOf(error)}`, {cause: error})
  }
}

interface Files {
  readonly ca: string
  readonly cert: string
  readonly key: string
}

/** A certificate counts with a key only. */
async function readFiles(ctx: CreateContext, options: HelmSourceOptions): Promise<Files> {
  const {'cert-file': cert, 'key-file': key} = options
  const pair = cert && key
  return {
    ca: await fileText(ctx, options['ca-file'], 'unable to read TLS CA file'),
    cert: pair ? await fileText(ctx, cert, 'failed to read cert file') : '',
    key: pair ? await fileText(ctx, key, 'failed to read key file') : '',
  }
}

function helmCredentials(options: HelmSourceOptions, files: Files): Credentials | undefined {
  const {username, password, namespace} = options
  const secret = helmSecret({name: `helm-${options.name}`, namespace}, {...files, username, password})
  if (!secret['stringData']) return undefined
  const spec = omitEmpty({passCredentials: options['pass-credentials']})
  return {secret, label: 'secret with repository credentials', spec}
}
