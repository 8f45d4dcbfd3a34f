import type {ApiServerOptions} from '../../../../src/lib/adapters/apiserver/index.js'
import type {JsonObject} from '../../../../src/lib/formats/json/value.js'
import type {CliCase} from '../cases.js'

type Read = NonNullable<ApiServerOptions['logs']>['read']

/** The logs of a case by `namespace/pod/container`; remembers what was asked for. */
export class PodLogs {
  #logs: CliCase['logs']
  #asked: JsonObject[] = []

  /** From now on these; returns the list that requests are added to. */
  serve(logs: CliCase['logs']): readonly JsonObject[] {
    this.#logs = logs
    this.#asked = []
    return this.#asked
  }

  read: Read = ({namespace, name}, {container, tailLines, follow, sinceTime, sinceSeconds}) => {
    const key = `${namespace}/${name}/${container}`
    this.note(key, {
      ...(tailLines === undefined ? {} : {tailLines: String(tailLines)}),
      ...(follow ? {follow: 'true'} : {}),
      ...(sinceTime === undefined ? {} : {sinceTime}),
      ...(sinceSeconds === undefined ? {} : {sinceSeconds: String(sinceSeconds)}),
    })
    return this.has(key) ? chunk(this.text(key, tailLines)) : undefined
  }

  note(container: string, options: JsonObject): void {
    this.#asked.push({container, ...options})
  }

  has(key: string): boolean {
    return this.#logs?.[key] !== undefined
  }

  text(key: string, tail: number | undefined): string {
    const text = this.#logs?.[key] ?? ''
    if (tail === undefined) return text
    return tail === 0
      ? ''
      : text
          .split(/(?<=\n)/)
          .slice(-tail)
          .join('')
  }
}

async function* chunk(text: string): AsyncIterable<Uint8Array> {
  if (text !== '') yield Buffer.from(text)
}
