import {substituteText} from '../engines/substitute/substitute-text.js'
import {yamlBytes} from '../formats/yaml/reader.js'
import {linesOf} from './lines.js'

export interface EnvsubstOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  /** an unset variable without a default is an error */
  readonly strict: boolean
}

/**
 * Every line with its expressions replaced from the environment (cli reference 11.1), printed before the next one is read.
 * Throws FluxError `bad-substitution` at the first line that cannot be expanded; a line of 64 KiB ends it in silence.
 */
export async function envsubst(
  chunks: AsyncIterable<Uint8Array>,
  {env, strict}: EnvsubstOptions,
  print: (line: Uint8Array) => Promise<void>,
): Promise<void> {
  const variables = new Map(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined))
  for await (const line of linesOf(chunks)) await print(yamlBytes(`${substituteText(line, variables, strict)}\n`))
}
