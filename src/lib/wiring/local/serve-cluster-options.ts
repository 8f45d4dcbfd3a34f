/** With what an embedded API is started; the names are those of the flags. */
export interface ServeClusterOptions {
  readonly 'data-dir'?: string | undefined
  readonly port: number
  readonly rbac: boolean
  readonly 'ready-after': number
  /** paths of exports with which the content begins */
  readonly import?: readonly string[] | undefined
  /** path of a scenario file */
  readonly scenario?: string | undefined
  /** flags that were typed; absent: all count */
  readonly given?: ReadonlySet<string> | undefined
}
