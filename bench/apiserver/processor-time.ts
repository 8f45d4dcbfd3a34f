import {existsSync, readFileSync} from 'node:fs'

/** Processor time of a process so far, ms: user and system of its `stat`, in ticks of 10 ms; undefined where the system does not tell. */
export function processorTime(pid: number | undefined): number | undefined {
  const file = `/proc/${pid}/stat`
  if (!existsSync(file)) return undefined
  const fields = readFileSync(file, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}
