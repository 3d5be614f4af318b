import { z } from 'zod';
import { seriesInSchema, timeSchema } from '../datasets/dataset.ts';
import { modelIdSchema } from '../primitives/ids.ts';
import { limits } from '../primitives/limits.ts';

/** Members of a model that are no networks. */
const statisticalMembersSchema = z
  .array(
    z
      .object({
        name: z.string().meta({ description: 'The method.', example: 'theta' }),
        weight: z
          .number()
          .meta({ description: 'Its weight in the forecast; those of the networks make it up to 1.' }),
      })
      .meta({ id: 'StatisticalMember', description: 'A member of a model that is no network.' }),
  )
  .meta({
    description:
      'Methods that the forecast is mixed with, and that are not explained; empty where there are none.',
  });

export const contributionSchema = z
  .object({
    source: z.enum(['lag', 'context', 'covariate']).meta({
      description:
        '`lag`: an observation that the network reads; `context`: what it knows of the context as a whole, such as its roughness; `covariate`: a column beside the target or an attribute of the series, over the context and the horizon together.',
    }),
    lag: z
      .int()
      .nullable()
      .meta({ description: 'Of a lag: 1 is the last observation. Null for the others.' }),
    time: timeSchema
      .nullable()
      .meta({ description: 'Of a lag: its time. Null where the series begins later, and for the others.' }),
    name: z.string().nullable().meta({ description: 'Of a covariate: its name. Null for the others.' }),
    values: z.array(z.number()).meta({
      description: 'What it adds to each step of the horizon, in the units of the series.',
    }),
  })
  .meta({
    id: 'Contribution',
    description: 'What one input of the network adds to the forecast, step by step.',
  });
export type Contribution = z.infer<typeof contributionSchema>;

export const explanationSchema = z
  .object({
    explains: z.enum(['median', 'interval_width']).meta({
      description:
        '`median`; or `interval_width`, the width of the 80 % interval, where the median is fixed (series that move as prices do).',
    }),
    forecast: z.array(z.number()).meta({
      description:
        'What is explained, step by step: the mean of the networks. `baseline` and all `contributions` sum to it.',
    }),
    baseline: z.array(z.number()).meta({
      description:
        'The same for a neutral context: every observation on the base path, at the same level and scale; covariates over the horizon where they were there.',
    }),
    contributions: z.array(contributionSchema).meta({ description: 'From the last observation back.' }),
    statistical_members: statisticalMembersSchema,
  })
  .meta({
    id: 'Explanation',
    description:
      'What each input adds to the forecast, by integrated gradients from the neutral context (Sundararajan, Taly & Yan 2017); averaged over the networks.',
  });
export type Explanation = z.infer<typeof explanationSchema>;

const perLag = (what: string) =>
  z
    .object({
      forecast: z.array(z.number()).meta({ description: `Norm of the gradient of the forecast ${what}` }),
      loss: z.array(z.number()).meta({ description: `Norm of the gradient of the loss ${what}` }),
    })
    .meta({
      description:
        'Means over the windows, in scaled units; of symbols in nats, where the forecast is the log-probability of the most likely next symbol, and the loss that of the one that came.',
    });

const stepSharesSchema = z
  .object({
    name: z
      .string()
      .meta({ description: 'The tensor, as in the weights file.', example: 'encoder.weight_hh_l0' }),
    norm: z.number().meta({ description: 'Norm of its gradient on these windows.' }),
    shares: z.array(z.number()).meta({
      description:
        'Share of each recurrent step in that gradient, the last step first; they sum to 1 (to 0 where the gradient is zero). A step that pulls the other way has a negative share.',
    }),
  })
  .meta({ id: 'StepShares', description: 'Which steps the gradient of a shared weight comes from.' });

export const networkMemorySchema = z
  .object({
    network: z.int().meta({ description: 'Its number in the weights file, from 0.' }),
    cell: z.string().meta({ description: 'The recurrent cell.' }),
    observations_per_step: z
      .int()
      .meta({ description: 'Observations that one recurrent step reads; 1 of symbols.' }),
    inputs: perLag(
      'with respect to the inputs of each observation (the vector of a symbol), the last one first.',
    ).meta({
      id: 'InputMemory',
    }),
    states: perLag('with respect to the hidden state after each recurrent step, the last step first.').meta({
      id: 'StateMemory',
    }),
    half_life: z.number().nullable().meta({
      description:
        'Observations back to where the gradient of the forecast with respect to the hidden state is half of that at the end; null where it never is.',
    }),
    weights: z.array(stepSharesSchema).meta({ description: 'Of the recurrent layers.' }),
  })
  .meta({ id: 'NetworkMemory', description: 'How far back one network looks.' });
export type NetworkMemory = z.infer<typeof networkMemorySchema>;

export const lookBackSchema = z
  .object({
    context: z.int().meta({
      description:
        'Observations that the network reads; of a model of symbols, symbols of the longest window that was looked at.',
    }),
    looks_back: z
      .int()
      .meta({ description: 'Observations, or symbols, that 95 % of what the network adds comes from.' }),
    most: z.int().meta({ description: 'Observations that 80 % of it comes from.' }),
    sentence: z.string().meta({
      description: 'The same in words.',
      example: 'Looks back about 14 steps; 80 % of what it adds to the last value comes from the last 5',
    }),
  })
  .meta({ id: 'LookBack', description: 'How far back a model looks.' });
export type LookBack = z.infer<typeof lookBackSchema>;

export const memorySchema = z
  .object({
    model_id: modelIdSchema,
    dataset_version: z.int().meta({ description: 'Version of the data that the windows were taken from.' }),
    windows: z.int().meta({
      description:
        'Windows that were averaged over: the last ones whose targets are known; of symbols those that end in the last sequences, evenly spread.',
    }),
    look_back: lookBackSchema.nullable().meta({
      description:
        'Null where the network adds nothing to the base path; of symbols, where none adds anything to the next.',
    }),
    networks: z.array(networkMemorySchema).meta({ description: 'Network by network.' }),
    statistical_members: statisticalMembersSchema,
  })
  .meta({
    id: 'Memory',
    description: 'How far back a model looks, by the gradients of its forecast and of its loss.',
  });
export type Memory = z.infer<typeof memorySchema>;

export const traceInSchema = z
  .strictObject({
    series_id: z
      .string()
      .max(limits.seriesIdLengthMax)
      .optional()
      .meta({ description: 'A stored series; default: the first of the dataset.' }),
    series: seriesInSchema.optional().meta({ description: 'Inline history instead.' }),
    as_of: timeSchema
      .optional()
      .meta({ description: 'The last time that is read; default: the last there is.' }),
    network: z.int().min(0).default(0).meta({ description: 'Which network of the weights file, from 0.' }),
    last_steps: z
      .int()
      .min(1)
      .max(limits.contextLengthMax)
      .optional()
      .meta({ description: 'Only so many of the last recurrent steps; default: all.' }),
  })
  .refine((body) => body.series === undefined || body.series_id === undefined, {
    path: ['series'],
    error: 'stands beside `series_id`: give a stored series or an inline one',
  })
  .meta({ id: 'TraceIn', description: 'What to trace; `{}` is enough.', example: { last_steps: 5 } });
export type TraceIn = z.output<typeof traceInSchema>;

export const statesSchema = z.array(z.array(z.number()));

export const layerTraceSchema = z
  .object({
    h: statesSchema.meta({ description: 'Hidden state after each step. [steps][hidden units]' }),
    c: statesSchema
      .nullable()
      .meta({ description: 'Cell state of an LSTM after each step; null for the others.' }),
    gates: z.record(z.string(), statesSchema).meta({
      description:
        'Gates at each step: `i`, `f`, `g`, `o` of an LSTM; `r`, `z`, `n` of a GRU; none of an RNN.',
    }),
  })
  .meta({ id: 'LayerTrace', description: 'What one recurrent layer did.' });
export type LayerTrace = z.infer<typeof layerTraceSchema>;

export const traceSchema = z
  .object({
    model_id: modelIdSchema,
    series_id: z.string().meta({ description: 'The series.' }),
    network: z.int().meta({ description: 'Which network of the weights file.' }),
    cell: z.string().meta({ description: 'The recurrent cell.' }),
    observations_per_step: z.int().meta({ description: 'Observations that one recurrent step reads.' }),
    times: z.array(timeSchema.nullable()).meta({
      description: 'Time of the last observation that each step reads; null before the series begins.',
    }),
    inputs: statesSchema.meta({
      description: 'What the network was given at each step, scaled. [steps][inputs]',
    }),
    layers: z.array(layerTraceSchema).meta({ description: 'From the first layer, which reads the inputs.' }),
  })
  .meta({
    id: 'Trace',
    description: 'States and gates of a network as it reads a series, for drawings and debugging.',
  });
export type Trace = z.infer<typeof traceSchema>;
