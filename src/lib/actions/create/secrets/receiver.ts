import {FluxError} from '../../../errors/flux-error.js'
import {webhookPath} from '../../webhook-path.js'
import type {CreateContext, CreateOptions} from '../context.js'
import {readLabels} from '../labels.js'
import {createSecret, newSecret, type SecretData} from './secret.js'

export interface ReceiverSecretOptions extends CreateOptions {
  readonly type?: string | undefined
  readonly hostname?: string | undefined
  readonly token?: string | undefined
  readonly 'email-claim'?: string | undefined
  readonly 'audience-claim'?: string | undefined
}

/** `flux create secret receiver` (cli reference 5.11): a token, and where its webhook will be. */
export async function createReceiverSecret(ctx: CreateContext, options: ReceiverSecretOptions): Promise<void> {
  const {type, hostname, 'email-claim': email, 'audience-claim': audience, name, namespace} = options
  if (!type) throw new FluxError('usage', '--type is required')
  if (!hostname) throw new FluxError('usage', '--hostname is required')
  if (type === 'gcr' && !email) throw new FluxError('usage', '--email-claim is required for gcr receiver type')
  const labels = readLabels(options.label)
  const token = options.token || Buffer.from(ctx.random.bytes(32)).toString('hex')
  const url = `https://${hostname}${webhookPath(token, name, namespace)}`
  const claims: SecretData = type === 'gcr' ? {email: email!, audience: audience || url} : {}
  const annotations = {'notification.toolkit.fluxcd.io/webhook': url}
  const secret = newSecret({name, namespace, labels, annotations}, {token, ...claims})
  await createSecret(ctx, options, secret, {what: 'receiver'})
}
