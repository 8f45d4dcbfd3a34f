import {basename} from 'node:path'
import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {parseJson} from '../../../formats/json/parse.js'
import type {CreateContext, CreateOptions} from '../context.js'
import {readText} from '../file-text.js'
import {readLabels} from '../labels.js'
import {createSecret, newSecret, type SecretData} from './secret.js'
import {checkTrustPolicy} from './trust-policy/check.js'
import {decodeTrustPolicy, type TrustPolicyDocument} from './trust-policy/shape.js'

export interface NotationSecretOptions extends CreateOptions {
  readonly 'ca-cert-file'?: readonly string[] | undefined
  readonly 'trust-policy-file'?: string | undefined
}

/** `flux create secret notation` (cli reference 5.11): a checked trust policy and the certificates that it trusts. */
export async function createNotationSecret(ctx: CreateContext, options: NotationSecretOptions): Promise<void> {
  const {'ca-cert-file': files = [], 'trust-policy-file': policyFile} = options
  if (files.length === 0) throw new FluxError('usage', '--ca-cert-file is required')
  if (!policyFile) throw new FluxError('usage', '--trust-policy-file is required')
  const labels = readLabels(options.label)
  const policy = await readText(ctx, policyFile, 'unable to read trust policy file')
  await checkPolicy(policy, policyFile)
  const certificates = await readCertificates(ctx, files)
  const secret = newSecret({...options, labels}, {...certificates, 'trustpolicy.json': policy})
  await createSecret(ctx, options, secret, {what: 'notation configuration'})
}

async function checkPolicy(text: string, file: string): Promise<void> {
  let document: TrustPolicyDocument
  try {
    document = decodeTrustPolicy(parseJson(text))
  } catch (error) {
    const {checkJson} = await import('../../../formats/json/go-check.js')
    const words = checkJson(text).error ?? messageOf(error)
    throw new FluxError('bad-json', `failed to unmarshal trust policy ${file}: ${words}`, {cause: error})
  }
  try {
    checkTrustPolicy(document)
  } catch (error) {
    throw new FluxError('bad-trust-policy', `invalid trust policy: ${messageOf(error)}`, {cause: error})
  }
}

/** One key per file; what is wrong with any of them is said at once. */
async function readCertificates(ctx: CreateContext, files: readonly string[]): Promise<SecretData> {
  const data: Record<string, string> = {}
  const faults: string[] = []
  for (const file of files) {
    const name = basename(file)
    if (!/\.(crt|pem)$/.test(name)) {
      faults.push(`${name} must end with either .crt or .pem`)
      continue
    }
    try {
      data[name] = await readText(ctx, file, 'unable to read TLS CA file')
    } catch (error) {
      faults.push(messageOf(error))
    }
  }
  if (faults.length > 0) throw new FluxError('no-file', faults.join('\n'))
  return data
}
