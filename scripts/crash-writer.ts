// Writes objects into a data directory as fast as it can and prints what was acknowledged, until it is killed.
// usage: node scripts/run.mjs crash-writer DIR ROUND
import {writeSync} from 'node:fs'
import {startApiServer} from '../src/lib/adapters/apiserver/index.js'

const [dataDir, round] = process.argv.slice(2)
if (!dataDir || !round) throw new Error('usage: crash-writer DIR ROUND')
const server = await startApiServer({dataDir, kubelet: false})
const transport = server.transport()
const MAPS = '/api/v1/namespaces/default/configmaps'
const say = (line: string) => writeSync(1, `${line}\n`)

async function writer(lane: number): Promise<never> {
  for (let index = 0; ; index++) {
    const name = `r${round}-${lane}-${index}`
    const body = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name}, data: {n: String(index), fill: 'x'.repeat(500)}}
    await transport.request({method: 'POST', path: MAPS, body})
    say(`create ${name}`)
    await transport.request({
      method: 'PATCH',
      path: `${MAPS}/${name}`,
      body: {data: {n: 'changed'}},
      contentType: 'application/merge-patch+json',
    })
    say(`change ${name}`)
    if (index % 3 !== 0) continue
    await transport.request({method: 'DELETE', path: `${MAPS}/${name}`})
    say(`delete ${name}`)
  }
}
say('ready')
await Promise.all([0, 1, 2, 3].map(writer))
