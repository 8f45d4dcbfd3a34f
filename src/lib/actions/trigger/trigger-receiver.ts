import {createHmac} from 'node:crypto'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import {formatDuration} from '../../formats/duration/duration.js'
import {parseGoUrl} from '../../formats/url/go-url.js'
import {webhookPath} from '../webhook-path.js'
import {checkTrigger, type TriggerOptions} from './check-trigger.js'
import {identityToken} from './identity-token.js'
import {RequestFailed, send, type TriggerContext} from './send.js'

/** Posts to the webhook of a Receiver, again and again while that may help (cli reference 11.4). */
export async function triggerReceiver(ctx: TriggerContext, options: TriggerOptions): Promise<void> {
  checkTrigger(options)
  const {namespace, name, type, token = '', payload, retries, 'retry-delay': delay} = options
  // an answer may repeat what it was sent
  for (const secret of [token, options['oidc-token']]) if (secret) ctx.hide(secret)
  const url = `${options.url!.replace(/\/+$/, '')}${webhookPath(token, name, namespace)}`
  const headers = {
    'Content-Type': 'application/json',
    'User-Agent': `flux/v${options.version}`,
    ...(type === 'generic-hmac' ? {'X-Signature': signature(token, payload)} : {}),
    ...(type === 'generic-oidc' ? {Authorization: `Bearer ${await identityToken(ctx, options)}`} : {}),
  }
  ctx.out.action(`triggering Receiver ${namespace}/${name}`)
  for (let attempt = 1; ; attempt++) {
    try {
      await post(ctx, url, headers, payload)
      return ctx.out.success(`Receiver ${namespace}/${name} triggered`)
    } catch (error) {
      if (!(error instanceof RequestFailed) || !error.retryable || attempt > retries) throw error
      ctx.out.waiting(`${error.message}; retrying in ${formatDuration(delay)} (${attempt}/${retries})`)
    }
    await ctx.clock.sleep(Math.max(0, delay), ctx.signal)
  }
}

function signature(token: string, payload: string): string {
  return `sha256=${createHmac('sha256', token).update(payload).digest('hex')}`
}

const RETRYABLE = [404, 408, 429, 500, 502, 503, 504]

async function post(ctx: TriggerContext, url: string, headers: Record<string, string>, body: string): Promise<void> {
  try {
    parseGoUrl(url)
  } catch (error) {
    throw new FluxError('bad-url', `unable to create request: ${messageOf(error)}`, {cause: error})
  }
  const answer = await send(ctx, {method: 'POST', url, headers, body}).catch((error: unknown) => {
    if (error === ctx.signal.reason) throw error
    throw new RequestFailed(`request to ${url} failed: ${messageOf(error)}`, true, error)
  })
  if (answer.status >= 200 && answer.status < 300) return
  const said = answer.text.trim() === '' ? '' : `: ${answer.text.trim()}`
  const words = `request to ${url} failed with status ${answer.status} ${answer.reason}${said}`
  throw new RequestFailed(words, RETRYABLE.includes(answer.status))
}
