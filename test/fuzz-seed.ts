import fc from 'fast-check'

/** The same cases each time, so that a change is judged by itself; FUZZ_SEED gives others, such as FUZZ_SEED=$RANDOM. */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.FUZZ_SEED ?? 20_261_126) })
