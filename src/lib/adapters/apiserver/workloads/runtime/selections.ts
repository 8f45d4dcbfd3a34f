import type {JsonValue} from '../../../../formats/json/value.js'
import {isObject} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {LocalClient} from '../../hooks.js'
import type {Kind} from './controller.js'
import {section, specOf} from './objects.js'
import {PairIndex, pairsOf} from './pair-index.js'
import {podKind} from './pods.js'

/** Selectors without a pair of their own are looked at for every pod. */
const anything = '*'

/** Which objects of a kind select which pods, found by the first pair of each selector instead of by looking at all. */
export class Selections {
  readonly #kind: Kind
  readonly #matches: (selector: JsonValue | undefined, labels: Readonly<Record<string, string>> | undefined) => boolean
  readonly #pods = new PairIndex((pod) => pairsOf(pod.metadata.labels))
  readonly #selecting: PairIndex

  constructor(
    kind: Kind,
    matches: (selector: JsonValue | undefined, labels: Readonly<Record<string, string>> | undefined) => boolean,
  ) {
    this.#kind = kind
    this.#matches = matches
    this.#selecting = new PairIndex((object) => [firstPair(object) ?? anything])
  }

  follow(client: LocalClient): () => void {
    const stops = [this.#pods.follow(client, podKind), this.#selecting.follow(client, this.#kind)]
    return () => {
      for (const stop of stops) stop()
    }
  }

  /** Objects that select the pod. */
  selecting(pod: KubeObject): KubeObject[] {
    const {namespace = '', labels} = pod.metadata
    const found = [anything, ...pairsOf(labels)].flatMap((pair) => [...this.#selecting.under(namespace, pair)])
    return found.filter((object) => this.#matches(specOf(object).selector, labels))
  }

  /** Pods that the object selects, in no order. */
  podsOf(client: LocalClient, object: KubeObject): KubeObject[] {
    const {namespace = ''} = object.metadata
    const pair = firstPair(object)
    const pods = pair === undefined ? client.list('v1', 'Pod', namespace) : [...this.#pods.under(namespace, pair)]
    return pods.filter((pod) => this.#matches(specOf(object).selector, pod.metadata.labels))
  }
}

function firstPair(object: KubeObject): string | undefined {
  const {selector} = specOf(object)
  if (!isObject(selector)) return undefined
  const labelSelector = selector.matchLabels !== undefined || selector.matchExpressions !== undefined
  return pairsOf(labelSelector ? section(selector, 'matchLabels') : selector)[0]
}
