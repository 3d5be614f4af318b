import { z } from 'zod';
import { limits } from '../../values/index.ts';
import { seriesInSchema, timeSchema } from '../datasets/dataset.ts';
import { modelIdSchema } from '../primitives/ids.ts';
import { stepGradientsSchema, traceGradientsSchema } from './step-gradients.ts';

/** Statistical methods of the mixture. */
const statisticalMembersSchema = z
  .array(
    z
      .object({
        name: z.string().meta({ description: 'Name of the method.', example: 'theta' }),
        weight: z.number().meta({
          description: 'Its weight in the forecast. All weights, including that of the networks, sum to 1.',
        }),
      })
      .meta({
        id: 'StatisticalMember',
        description: 'A statistical method, or `instant`, that is part of the model.',
      }),
  )
  .meta({
    description:
      'Statistical methods and `instant` in the mixture of the forecast. They are not explained. Empty if there are none.',
  });

const contributionSchema = z
  .object({
    source: z.enum(['lag', 'context', 'covariate']).meta({
      description:
        '`lag`: an observation in the context; `context`: a property of the whole context, such as its roughness; `covariate`: another column or an attribute of the series, over context and horizon together.',
    }),
    lag: z
      .int()
      .nullable()
      .meta({ description: 'Lag of the observation; 1 is the last observation. Null for other sources.' }),
    time: timeSchema.nullable().meta({
      description: 'Time of the observation. Null before the series begins, and for other sources.',
    }),
    name: z.string().nullable().meta({ description: 'Name of the covariate. Null for other sources.' }),
    values: z.array(z.number()).meta({
      description: 'Contribution to each step of the horizon, in the units of the series.',
    }),
  })
  .meta({
    id: 'Contribution',
    description: 'Contribution of one input to the forecast, step by step.',
  });
export type Contribution = z.infer<typeof contributionSchema>;

export const explanationSchema = z
  .object({
    explains: z.enum(['median', 'interval_width']).meta({
      description:
        'The explained quantity: `median`, or `interval_width`, the width of the 80 % interval. The width is explained if the median is fixed, as for prices.',
    }),
    forecast: z.array(z.number()).meta({
      description:
        'Value of the explained quantity, step by step, as the mean over the networks. It is the sum of `baseline` and all `contributions`.',
    }),
    baseline: z.array(z.number()).meta({
      description:
        'The same quantity for a neutral context: every observation lies on the base path, at the same level and scale, and covariates have their average values.',
    }),
    contributions: z
      .array(contributionSchema)
      .meta({ description: 'The contributions, from the last observation back in time.' }),
    statistical_members: statisticalMembersSchema,
  })
  .meta({
    id: 'Explanation',
    description:
      'Contribution of each input to the forecast, by integrated gradients from a neutral context (Sundararajan, Taly & Yan 2017), averaged over the networks.',
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
        'Means over the windows, in scaled units. For symbols in nats: the forecast is the log-probability of the most likely next symbol, the loss that of the observed symbol.',
    });

const stepSharesSchema = z
  .object({
    name: z
      .string()
      .meta({ description: 'Name of the tensor in the weights file.', example: 'encoder.weight_hh_l0' }),
    norm: z.number().meta({ description: 'Norm of its gradient, on these windows.' }),
    shares: z.array(z.number()).meta({
      description:
        'Share of each recurrent step in the gradient, the last step first. The shares sum to 1, or to 0 if the gradient is zero. A share is negative if the step has the opposite direction.',
    }),
  })
  .meta({
    id: 'StepShares',
    description: 'The recurrent steps from which the gradient of a weight tensor comes.',
  });

const networkMemorySchema = z
  .object({
    network: z.int().meta({ description: 'Index of the network in the weights file, from 0.' }),
    cell: z.string().meta({ description: 'The recurrent cell.' }),
    observations_per_step: z
      .int()
      .meta({ description: 'Observations that one recurrent step reads; 1 for symbols.' }),
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
        'Number of observations back from the end at which the gradient of the forecast with respect to the hidden state is halved. Null if it is never halved.',
    }),
    weights: z.array(stepSharesSchema).meta({ description: 'The weight tensors of the recurrent layers.' }),
  })
  .meta({ id: 'NetworkMemory', description: 'Memory of one network.' });
export type NetworkMemory = z.infer<typeof networkMemorySchema>;

export const lookBackSchema = z
  .object({
    context: z.int().meta({
      description:
        'Observations that the network reads; for a model of symbols, symbols in the longest window that was measured.',
    }),
    looks_back: z
      .int()
      .meta({ description: 'Number of last observations, or symbols, that make 95 % of the contributions.' }),
    most: z.int().meta({ description: 'Number of last observations that make 80 % of the contributions.' }),
    sentence: z.string().meta({
      description: 'The same as a sentence.',
      example: 'Looks back about 14 steps; 80 % of what it adds to the last value comes from the last 5',
    }),
  })
  .meta({ id: 'LookBack', description: 'How far back in time a model looks.' });
export type LookBack = z.infer<typeof lookBackSchema>;

export const memorySchema = z
  .object({
    model_id: modelIdSchema,
    dataset_version: z.int().meta({ description: 'Version of the data from which the windows were taken.' }),
    windows: z.int().meta({
      description:
        'Number of windows in the averages: the last windows whose targets are known; for symbols, windows at even distances in the last sequences.',
    }),
    look_back: lookBackSchema.nullable().meta({
      description:
        'Null if the network adds nothing to the base path, or, for symbols, if no symbol contributes to the next one.',
    }),
    networks: z
      .array(networkMemorySchema)
      .meta({ description: 'The networks, in the order of the weights file.' }),
    statistical_members: statisticalMembersSchema,
  })
  .meta({
    id: 'Memory',
    description:
      'How far back in time a model looks, measured by the gradients of its forecast and of its loss.',
  });
export type Memory = z.infer<typeof memorySchema>;

export const traceInSchema = z
  .strictObject({
    series_id: z
      .string()
      .max(limits.seriesIdLengthMax)
      .optional()
      .meta({ description: 'Id of a stored series; default: the first series of the dataset.' }),
    series: seriesInSchema.optional().meta({ description: 'An inline series instead.' }),
    as_of: timeSchema
      .optional()
      .meta({ description: 'Time of the last observation to read; default: the last one.' }),
    network: z
      .int()
      .min(0)
      .default(0)
      .meta({ description: 'Index of the network in the weights file, from 0.' }),
    last_steps: z
      .int()
      .min(1)
      .max(limits.contextLengthMax)
      .optional()
      .meta({ description: 'Number of recurrent steps to return, counted from the end; default: all.' }),
    gradients: traceGradientsSchema.optional(),
  })
  .refine((body) => body.series === undefined || body.series_id === undefined, {
    path: ['series'],
    error: 'excludes `series_id`: give either a stored or an inline series',
  })
  .meta({ id: 'TraceIn', description: 'The series to trace; `{}` is enough.', example: { last_steps: 5 } });
export type TraceIn = z.output<typeof traceInSchema>;

export const statesSchema = z.array(z.array(z.number()));

export const layerTraceSchema = z
  .object({
    h: statesSchema.meta({ description: 'Hidden state after each step. [steps][hidden units]' }),
    c: statesSchema
      .nullable()
      .meta({ description: 'Cell state of an LSTM after each step; null for other cells.' }),
    gates: z.record(z.string(), statesSchema).meta({
      description:
        'Gates at each step: `i`, `f`, `g`, `o` for an LSTM; `r`, `z`, `n` for a GRU; none for an RNN.',
    }),
  })
  .meta({ id: 'LayerTrace', description: 'States and gates of one recurrent layer.' });
export type LayerTrace = z.infer<typeof layerTraceSchema>;

export const traceSchema = z
  .object({
    model_id: modelIdSchema,
    series_id: z.string().meta({ description: 'Id of the series.' }),
    network: z.int().meta({ description: 'Index of the network in the weights file.' }),
    cell: z.string().meta({ description: 'The recurrent cell.' }),
    observations_per_step: z.int().meta({ description: 'Observations that one recurrent step reads.' }),
    times: z.array(timeSchema.nullable()).meta({
      description: 'Time of the last observation that each step reads; null before the series begins.',
    }),
    inputs: statesSchema.meta({
      description: 'Scaled inputs of the network at each step. [steps][inputs]',
    }),
    layers: z
      .array(layerTraceSchema)
      .meta({ description: 'The recurrent layers; the first one reads the inputs.' }),
    gradients: stepGradientsSchema.optional(),
  })
  .meta({
    id: 'Trace',
    description: 'States and gates of a network while it reads a series, for plots and debugging.',
  });
export type Trace = z.infer<typeof traceSchema>;
