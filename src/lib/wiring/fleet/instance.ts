import {readlinkSync} from 'node:fs'
import {hostname} from 'node:os'
import type {Instance} from '../../actions/run/fleet-context.js'
import {isAlive, startOf} from '../local/process-alive.js'

const PREFIX = 'flux-run'

/**
 * This process as a holder of Leases: `flux-run_<host>_<pid>_<pid namespace>-<start>`. Containers may share a host's name,
 * but not its processes, and a number may have been given to another process since: so both belong to the name.
 */
export function createInstance(): Instance {
  const host = hostname()
  const space = processSpace()
  const nameOf = (pid: number) => `${PREFIX}_${host}_${pid}_${space}-${startOf(pid)}`
  const here = new RegExp(`^${PREFIX}_${escaped(host)}_(\\d+)_${space}-\\d*$`)
  return {
    identity: nameOf(process.pid),
    isOver(holder) {
      const pid = Number(here.exec(holder)?.[1])
      return Number.isSafeInteger(pid) && !(isAlive(pid) && nameOf(pid) === holder)
    },
  }
}

/** Number of the name space in which process ids count; `''` where the system has none. */
function processSpace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? ''
  } catch {
    return ''
  }
}

const escaped = (text: string) => text.replace(/[^A-Za-z0-9]/g, '\\$&')
