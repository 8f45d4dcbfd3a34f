import {ApiError} from '../../../../errors/api-error.js'
import {FluxError, messageOf} from '../../../../errors/flux-error.js'
import {goQuote} from '../../../../errors/go-quote.js'
import {freezeDeep} from '../../../../formats/json/freeze.js'
import {parseJson} from '../../../../formats/json/parse.js'
import {printJson} from '../../../../formats/json/print.js'
import {sameValue} from '../../../../formats/json/same-value.js'
import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'
import {applyJsonPatch} from '../../../../formats/patch/json-patch.js'
import type {Random} from '../../../../ports/clock.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {AdmissionRequest, Core} from '../../rest/core.js'
import {type Question, Unanswered} from '../../rest/replay.js'
import {badRequest, statusError} from '../../status.js'
import {type Attributes, attributesOf} from '../attributes.js'
import type {Mutation} from '../mutation.js'
import {mayMatch, objects} from '../policy/match.js'
import {clientConfig, failsOpen, type Hook, type HookKind, type Hooks, isHarmless} from './hook.js'
import {type Failure, type Response, readResponse, reviewRequest, reviewVersion} from './review.js'
import {serviceRoute} from './service-address.js'
import type {Address, CallResult, WebhookCaller} from './webhook-caller.js'

const DEFAULT_SECONDS = 10

interface Concern {
  readonly hook: Hook
  readonly request: Attributes
  readonly matched: Attributes
}

/** The admission plug-ins ValidatingAdmissionWebhook and MutatingAdmissionWebhook. */
export class Webhooks {
  constructor(
    private readonly core: () => Core,
    private readonly hooks: Hooks,
    private readonly caller: WebhookCaller,
    private readonly random: Random,
  ) {}

  /** Asks all validating webhooks at once; throws the refusal of the first that has one. */
  validate(request: AdmissionRequest): void {
    const core = this.core()
    if (!request.call.replies || !some(core, 'ValidatingWebhookConfiguration')) return
    const attributes = attributesOf(request)
    const concerns = this.hooks.all(core, 'ValidatingWebhookConfiguration').flatMap((hook): Concern[] => {
      const matched = this.hooks.concerned(core, hook, attributes)
      return matched ? [{hook, request: attributes, matched}] : []
    })
    const missing: Question[] = []
    const answers = concerns.map((concern) => ({concern, answer: this.#answer(core, request, concern, false, '', missing)}))
    if (missing.length > 0) throw new Unanswered(missing)
    const refusals = answers.flatMap(({concern, answer}) => verdictOf(concern, answer!, request.call.warnings) ?? [])
    if (refusals[0]) throw refusals[0]
  }

  /** Whether a webhook may have to be asked about a request. */
  concerns(attributes: Attributes): boolean {
    const core = this.core()
    return (['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'] as const).some((kind) =>
      this.hooks.all(core, kind).some(({webhook}) => {
        const {namespaceSelector, objectSelector, matchPolicy} = webhook
        const rules = objects(webhook.rules)
        return rules.length > 0 && mayMatch(core, {namespaceSelector, objectSelector, matchPolicy, rules}, attributes)
      }),
    )
  }

  /** Asks the mutating webhooks one after the other, each with what those before made of the object. */
  mutate(request: AdmissionRequest, mutation: Mutation): void {
    const core = this.core()
    if (!request.call.replies || !some(core, 'MutatingWebhookConfiguration')) return
    const {webhooks} = mutation
    if (mutation.again) webhooks.begin(mutation.object)
    for (const hook of this.hooks.all(core, 'MutatingWebhookConfiguration')) {
      const attributes = attributesOf({...request, name: request.name}, mutation.object)
      const matched = this.hooks.concerned(core, hook, attributes)
      if (!matched || (mutation.again && !webhooks.isDue(hook.id))) continue
      const concern = {hook, request: attributes, matched}
      const missing: Question[] = []
      const answer = this.#answer(core, request, concern, true, mutation.again ? '1' : '0', missing)
      if (!answer) throw new Unanswered(missing)
      const refusal = verdictOf(concern, answer, request.call.warnings)
      if (refusal) throw refusal
      if (!('fault' in answer) && answer.patch !== '') this.#apply(core, hook, matched, answer, mutation)
      if (hook.webhook.reinvocationPolicy === 'IfNeeded') webhooks.invoked(hook.id)
    }
    webhooks.end(mutation.object)
  }

  /** undefined, and one more question, when the webhook has not been asked yet. */
  #answer(
    core: Core,
    request: AdmissionRequest,
    concern: Concern,
    mutating: boolean,
    round: string,
    missing: Question[],
  ): Response | Failure | undefined {
    const {hook} = concern
    if (request.dryRun && !isHarmless(hook)) {
      throw badRequest(`admission webhook ${goQuote(hook.name)} does not support dry run`)
    }
    const version = reviewVersion(hook.webhook.admissionReviewVersions)
    if (version === undefined) {
      return {
        fault: 'could not create admission objects: webhook does not accept known AdmissionReview versions (v1, v1beta1)',
      }
    }
    const review = reviewRequest(concern.request, concern.matched)
    const key = printJson([hook.id, round, hook.webhook, review])
    const known = request.call.replies!.get(key) as Response | Failure | undefined
    if (known) return known
    const address = addressOf(core, hook)
    missing.push({key, ask: () => this.#ask(hook, address, version, review, mutating)})
    return undefined
  }

  async #ask(
    {webhook}: Hook,
    address: Address | Failure | undefined,
    version: string,
    review: JsonObject,
    mutating: boolean,
  ): Promise<Response | Failure> {
    // a webhook of simulated Pods has nothing against anything
    if (!address) return {allowed: true, warnings: [], status: undefined, patch: '', patchType: ''}
    const uid = this.random.uuid()
    const document = {kind: 'AdmissionReview', apiVersion: `admission.k8s.io/${version}`, request: {uid, ...review}}
    const seconds = typeof webhook.timeoutSeconds === 'number' ? webhook.timeoutSeconds : DEFAULT_SECONDS
    const result: CallResult = 'fault' in address ? address : await this.caller.post(address, document, seconds)
    return readResponse(result, version, uid, mutating)
  }

  #apply(core: Core, hook: Hook, matched: Attributes, answer: Response, mutation: Mutation): void {
    const operations = readPatch(hook, answer)
    if (operations === undefined || operations.length === 0) return
    const {object, body} = matched
    if (!object) {
      throw internal(
        `admission webhook ${goQuote(hook.name)} attempted to modify the object, which is not supported for this operation`,
      )
    }
    const patched = patchedObject(object, operations)
    const decoded = decodedObject(core, matched, patched)
    const complete = freezeDeep(core.rules.defaults(body, freezeDeep(decoded)))
    if (sameValue(complete, object)) return
    mutation.change(complete, matched)
    mutation.webhooks.require()
  }
}

function some(core: Core, kind: HookKind): boolean {
  return core.store.collection(`admissionregistration.k8s.io/${kind.toLowerCase()}s`).size > 0
}

/** What a webhook's answer comes to: a refusal, or nothing. */
function verdictOf({hook}: Concern, answer: Response | Failure, warnings: string[]): Error | undefined {
  if ('fault' in answer) {
    return failsOpen(hook) ? undefined : internal(`failed calling webhook ${goQuote(hook.name)}: ${answer.fault}`)
  }
  warnings.push(...answer.warnings)
  return answer.allowed ? undefined : rejection(hook.name, answer.status ?? {})
}

function rejection(name: string, status: JsonObject): Error {
  const by = `admission webhook ${goQuote(name)} denied the request`
  const {message, reason, code, details} = status
  const own = typeof message === 'string' && message !== '' ? message : reason
  const text = typeof own === 'string' && own !== '' ? `${by}: ${own}` : `${by} without explanation`
  const number = typeof code === 'number' && code >= 400 ? code : 400
  return statusError(number, typeof reason === 'string' ? reason : '', text, isObject(details) ? details : undefined)
}

function internal(text: string): Error {
  return statusError(500, 'InternalError', `Internal error occurred: ${text}`, {causes: [{message: text}]})
}

/** Where to post; undefined for Services of simulated Pods. */
function addressOf(core: Core, hook: Hook): Address | Failure | undefined {
  const {url, service, caBundle} = clientConfig(hook)
  const ca = typeof caBundle === 'string' ? Buffer.from(caBundle, 'base64').toString() : ''
  if (typeof url === 'string') return {url, ca}
  const {namespace, name, path, port} = isObject(service) ? service : {}
  const number = typeof port === 'number' ? port : 443
  const shown = `https://${String(name)}.${String(namespace)}.svc:${number}/${typeof path === 'string' ? path.replace(/^\//, '') : ''}`
  const route = serviceRoute(core, String(namespace), String(name), number)
  if ('simulated' in route) return undefined
  if ('connect' in route) return {url: shown, connect: route.connect, ca}
  const seconds = hook.webhook.timeoutSeconds ?? DEFAULT_SECONDS
  return {fault: `failed to call webhook: Post ${goQuote(`${shown}?timeout=${String(seconds)}s`)}: ${route.fault}`}
}

function readPatch(hook: Hook, {patch: text, patchType}: Response): readonly JsonValue[] | undefined {
  if (patchType !== 'JSONPatch') {
    if (failsOpen(hook)) return undefined
    throw internal(`failed calling webhook ${goQuote(hook.name)}: unsupported patch type ${goQuote(patchType)}`)
  }
  let fault = 'json: cannot unmarshal object into Go value of type jsonpatch.Patch'
  try {
    const value = parseJson(text)
    if (Array.isArray(value)) return value
  } catch {
    fault = `invalid character '${text.trimStart()[1] ?? ''}' in literal null (expecting 'u')`
  }
  if (failsOpen(hook)) return undefined
  throw internal(`failed calling webhook ${goQuote(hook.name)}: received undecodable patch in webhook response: ${fault}`)
}

function patchedObject(object: KubeObject, operations: readonly JsonValue[]): KubeObject {
  try {
    return applyJsonPatch(object, operations) as KubeObject
  } catch (error) {
    if (error instanceof FluxError) throw internal(messageOf(error))
    throw error
  }
}

function decodedObject(core: Core, {body}: Attributes, patched: KubeObject): KubeObject {
  try {
    return core.rules.decode(body, patched).object
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    throw internal(error.message.replace(/^.*? cannot be handled as an? [^:]*: /, ''))
  }
}
