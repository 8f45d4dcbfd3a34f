import type {GoMethod} from './go/types.js'

/** Template functions by name. The signature says what they take (see `compile/signature.ts`). */
export type Functions = Readonly<Record<string, GoMethod>>
