import {MESSAGES} from './messages.gen.js'

export interface MessageField {
  /** name in JSON */
  readonly json: string
  /** a scalar (`string`, `int64`, ...) or a message's name (`core.v1.PodSpec`) */
  readonly type: string
  readonly repeated: boolean
  readonly map: boolean
  /** its fields belong to the message around it */
  readonly inline: boolean
  /** JSON leaves out the zero value */
  readonly omitZero: boolean
}

export type Message = ReadonlyMap<number, MessageField>

// a constant that is unpacked on first use
const once: {table?: MessageTable} = {}

/** The messages of all built-in kinds. */
export function builtinMessages(): MessageTable {
  once.table ??= new MessageTable()
  return once.table
}

/** Wire facts of all built-in messages; parsed one message at a time, when it is first met. */
export class MessageTable {
  readonly #lines = new Map<string, string>()
  readonly #parsed = new Map<string, Message>()

  constructor() {
    for (const line of MESSAGES.split('\n')) this.#lines.set(line.slice(0, line.indexOf('|')), line)
  }

  /** The message of that name, or undefined when it is none of Kubernetes' own. */
  get(name: string): Message | undefined {
    const known = this.#parsed.get(name)
    if (known) return known
    const line = this.#lines.get(name)
    if (line === undefined) return undefined
    const message = parse(line.slice(line.indexOf('|') + 1))
    this.#parsed.set(name, message)
    return message
  }
}

function parse(text: string): Message {
  const message = new Map<number, MessageField>()
  for (const field of text === '' ? [] : text.split(',')) {
    const [number, json, type, flags = ''] = field.split(' ')
    const has = (flag: string) => flags.includes(flag)
    message.set(Number(number), {
      ...{json: json!, type: type!, repeated: has('r'), map: has('m')},
      ...{inline: has('i'), omitZero: has('o')},
    })
  }
  return new Map([...message].sort(([a], [b]) => a - b))
}
