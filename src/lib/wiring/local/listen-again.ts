import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import type {ApiServer} from '../../adapters/apiserver/index.js'

type Listening = Awaited<ReturnType<ApiServer['listen']>>

/**
 * Listens on the port that is asked for; without one (0), where the API of this data folder was last time, so that copies of
 * its kubeconfig stay good. A port that somebody else has taken meanwhile is let go.
 */
export async function listenAgain(api: ApiServer, port = 0, dataDir?: string | undefined): Promise<Listening> {
  if (port !== 0 || dataDir === undefined) return noted(await api.listen({port}), dataDir)
  try {
    return noted(await api.listen({port: lastPort(dataDir)}), dataDir)
  } catch (error) {
    if (!['EADDRINUSE', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    return noted(await api.listen(), dataDir)
  }
}

const portFile = (dataDir: string) => join(dataDir, 'port')

function lastPort(dataDir: string): number {
  try {
    const port = Number(readFileSync(portFile(dataDir), 'utf8'))
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : 0
  } catch {
    return 0
  }
}

function noted(listening: Listening, dataDir: string | undefined): Listening {
  if (dataDir !== undefined) {
    try {
      writeFileSync(portFile(dataDir), new URL(listening.server).port, {mode: 0o600})
    } catch {
      // the next start takes any port
    }
  }
  return listening
}
