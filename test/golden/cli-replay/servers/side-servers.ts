import {createServer, type IncomingMessage, type RequestListener, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import type {JsonObject} from '../../../../src/lib/formats/json/value.js'
import type {CliCase} from '../cases.js'
import {catalogListener} from './catalog.js'
import {registryListener} from './registry.js'
import {startSshHost} from './ssh-host.js'

/** Servers beside the API server that a case talks to. */
export interface SideServers {
  /** what stands for a placeholder, e.g. `<receiver>` */
  readonly values: Readonly<Record<string, string>>
  /** what the receiver or the catalog saw; undefined when neither runs */
  readonly requests: readonly JsonObject[] | undefined
  close(): Promise<void>
}

/** Starts the servers that a case names. */
export async function startSideServers(entry: CliCase, corpus: string): Promise<SideServers> {
  const text = JSON.stringify([entry.argv, entry.env, entry.before])
  const values: Record<string, string> = {}
  const closing: (() => Promise<void>)[] = []
  let requests: JsonObject[] | undefined
  const start = async (place: string, make: (address: string) => RequestListener, scheme: string) => {
    if (!text.includes(place)) return
    const {address, close} = await listen(make)
    values[place] = scheme + address
    closing.push(close)
  }
  const seen = () => (requests ??= [])
  if (entry.answers) seen()
  await start('<receiver>', () => receiver(entry.answers ?? [[200, '']], seen()), 'http://')
  await start('<catalog>', (address) => catalogListener(`${corpus}/dirs/plugin-catalog`, `http://${address}`, seen()), 'http://')
  await start('<registry>', () => registryListener(), '')
  if (text.includes('<ssh>')) {
    const ssh = await startSshHost()
    Object.assign(values, {'<ssh>': ssh.address, '<host-key>': ssh.hostKey, '<ssh-known-host>': ssh.knownHost})
    closing.push(ssh.close)
  }
  return {
    values,
    get requests() {
      return requests
    },
    close: async () => {
      await Promise.all(closing.map((close) => close()))
    },
  }
}

async function listen(make: (address: string) => RequestListener): Promise<{address: string; close(): Promise<void>}> {
  const server: Server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`
  server.on('request', make(address))
  return {
    address,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const KEPT = ['Content-Type', 'User-Agent', 'Authorization', 'X-Signature']

function receiver(answers: NonNullable<CliCase['answers']>, seen: JsonObject[]): RequestListener {
  return async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const [status, body] = answers[Math.min(seen.length, answers.length - 1)]!
    seen.push({method: request.method!, path: request.url!, headers: headersOf(request), body: Buffer.concat(chunks).toString()})
    response.writeHead(status).end(body)
  }
}

function headersOf(request: IncomingMessage): JsonObject {
  const named = KEPT.map((name) => [name, request.headers[name.toLowerCase()]] as const)
  return Object.fromEntries(named.filter(([, value]) => value !== undefined)) as JsonObject
}
