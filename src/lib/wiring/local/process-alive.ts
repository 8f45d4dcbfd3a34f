import {readFileSync} from 'node:fs'

/** True while the process works; a killed one that nobody has waited for yet (Linux: state Z) does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // somebody else's process is one all the same
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return statOf(pid)?.state !== 'Z'
}

/** When a process started, in clock ticks since the machine did; `''` where the system does not say. */
export function startOf(pid: number): string {
  return statOf(pid)?.start ?? ''
}

/** proc(5): after the command in parentheses, which may hold anything, come the state and, 19 fields later, the start. */
function statOf(pid: number): {state: string; start: string} | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return {state: fields[0]!, start: fields[19]!}
  } catch {
    return undefined
  }
}
