import { z } from 'zod';
import { limits } from '../../values/index.ts';
import { anomalySchema } from '../forecasts/anomaly.ts';
import { jobSchema } from '../jobs/job.ts';
import {
  datasetIdSchema,
  deliveryIdSchema,
  forecastIdSchema,
  modelIdSchema,
  scheduleIdSchema,
  webhookIdSchema,
} from '../primitives/ids.ts';
import { pageOf, pageQuerySchema } from '../primitives/page.ts';

const jobEvents = ['job.succeeded', 'job.failed', 'job.cancelled', 'model.ready'] as const;
const webhookEvents = [...jobEvents, 'forecast.created', 'anomaly.detected'] as const;
export type WebhookEvent = (typeof webhookEvents)[number];
/** Events of deliveries: those that a webhook subscribes to, and the test that it gets on request. */
const deliveryEvents = [...webhookEvents, 'webhook.test'] as const;
export type DeliveryEvent = (typeof deliveryEvents)[number];

const urlSchema = z
  .string()
  .max(limits.webhookUrlLengthMax)
  .refine(isTarget, {
    params: {
      accepted:
        'an http or https address without user and password, and with a port other than 0 if it has one, such as https://example.org/hook',
    },
  })
  .meta({
    description:
      'Address that receives the events: http or https, without user and password. Addresses in private networks are refused unless the operator allows them.',
    example: 'https://example.org/hook',
  });
const eventsSchema = z
  .array(z.enum(webhookEvents))
  .min(1)
  .max(webhookEvents.length)
  .meta({ description: 'Types of events to post.', example: ['job.succeeded', 'job.failed'] });
const descriptionSchema = z
  .string()
  .max(limits.nameLengthMax)
  .meta({ description: 'Description for people.', example: 'Nightly forecasts' });
const enabledSchema = z.boolean().meta({ description: 'Whether events are posted.' });

export const webhookInSchema = z
  .strictObject({
    url: urlSchema,
    events: eventsSchema.default([...webhookEvents]),
    description: descriptionSchema.default(''),
    enabled: enabledSchema.default(true),
  })
  .meta({
    id: 'WebhookIn',
    description: 'The webhook to create.',
    example: { url: 'https://hooks.example.com/gatecast', events: ['job.succeeded'] },
  });
export type WebhookIn = z.output<typeof webhookInSchema>;

export const webhookChangesSchema = z
  .strictObject({
    url: urlSchema.optional(),
    events: eventsSchema.optional(),
    description: descriptionSchema.optional(),
    enabled: enabledSchema.optional(),
  })
  .meta({
    id: 'WebhookChanges',
    description: 'The fields to change; omitted fields stay the same.',
    example: { enabled: false },
  });
export type WebhookChanges = z.output<typeof webhookChangesSchema>;

export const webhookSchema = z
  .object({
    id: webhookIdSchema,
    url: z.string().meta({ description: 'Address that receives the events.' }),
    events: z.array(z.enum(webhookEvents)).meta({ description: 'Types of events that are posted.' }),
    description: descriptionSchema,
    enabled: enabledSchema,
    created_at: z.iso.datetime().meta({ description: 'When it was created.' }),
  })
  .meta({ id: 'Webhook', description: 'A webhook without its secret.' });
export type Webhook = z.infer<typeof webhookSchema>;
export const webhookPageSchema = pageOf(webhookSchema, 'WebhookPage');

export const webhookCreatedSchema = webhookSchema
  .extend({
    secret: z.string().meta({
      description: 'Secret for the signatures: `whsec_` and the key in base64. It is shown only once.',
      example: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
    }),
  })
  .meta({ id: 'WebhookCreated', description: 'A new webhook with its secret.' });

const deliveryStatuses = ['pending', 'delivered', 'failed'] as const;
export const deliverySchema = z
  .object({
    id: deliveryIdSchema.meta({
      description: 'Id of the delivery. It is also the `webhook-id` header of every attempt.',
    }),
    webhook_id: webhookIdSchema,
    event: z.enum(deliveryEvents).meta({ description: 'Type of the event.' }),
    status: z.enum(deliveryStatuses).meta({
      description:
        '`failed`: no attempt of the last round got a 2xx response, or too many messages of the webhook waited.',
    }),
    attempts: z
      .int()
      .meta({ description: 'Number of attempts since the delivery was created or requested again.' }),
    response_status: z
      .int()
      .nullable()
      .meta({ description: 'HTTP status of the last response; null if there was none.' }),
    response_body: z.string().nullable().meta({ description: 'First part of the last response body.' }),
    error: z
      .string()
      .nullable()
      .meta({ description: 'Reason why the last attempt failed, or why there is no further one.' }),
    next_attempt_at: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'Time of the next attempt; null unless the delivery is pending.' }),
    created_at: z.iso.datetime().meta({ description: 'When the event happened.' }),
    last_attempt_at: z.iso.datetime().nullable().meta({ description: 'Time of the last attempt.' }),
  })
  .meta({ id: 'WebhookDelivery', description: 'The delivery of an event to a webhook.' });
export type Delivery = z.infer<typeof deliverySchema>;
export const deliveryPageSchema = pageOf(deliverySchema, 'WebhookDeliveryPage');
export const deliveriesQuerySchema = pageQuerySchema.extend({
  status: z.enum(deliveryStatuses).optional().meta({ description: 'Only deliveries in this status.' }),
});
export type DeliveriesQuery = z.output<typeof deliveriesQuerySchema>;

const jobDataSchema = z.object({ job: jobSchema }).meta({
  id: 'WebhookJobData',
  description: 'The job that has ended, as `GET /v1/jobs/{job_id}` shows it.',
});

/** A message of one type. @param name names its schema in the document */
function messageOf<Type extends DeliveryEvent, Data extends z.ZodType>(
  type: Type,
  name: string,
  description: string,
  data: Data,
) {
  return z
    .object({
      type: z.literal(type).meta({ description: 'Type of the event.' }),
      timestamp: z.iso.datetime().meta({ description: 'When the event happened.' }),
      data,
    })
    .meta({ id: name, description });
}

/** Body of a delivery: `{type, timestamp, data}`. Source: Standard Webhooks. */
const webhookMessageSchema = z
  .discriminatedUnion('type', [
    messageOf('job.succeeded', 'WebhookJobSucceeded', 'A job of any kind has succeeded.', jobDataSchema),
    messageOf('job.failed', 'WebhookJobFailed', 'A job of any kind has failed.', jobDataSchema),
    messageOf('job.cancelled', 'WebhookJobCancelled', 'A job of any kind was cancelled.', jobDataSchema),
    messageOf(
      'model.ready',
      'WebhookModelReady',
      'A training has ended, and its model can forecast. An imported model is ready at once and has no message.',
      z
        .object({ model_id: modelIdSchema, job: jobSchema })
        .meta({ id: 'WebhookModelReadyData', description: 'The model, and the job that trained it.' }),
    ),
    messageOf(
      'forecast.created',
      'WebhookForecastCreated',
      'A schedule has stored a forecast.',
      z
        .object({
          forecast_id: forecastIdSchema,
          model_id: modelIdSchema,
          schedule_id: scheduleIdSchema,
        })
        .meta({ id: 'WebhookForecastCreatedData', description: 'The forecast, its model and the schedule.' }),
    ),
    messageOf(
      'anomaly.detected',
      'WebhookAnomalyDetected',
      'Added observations lie outside the interval of a model with an anomaly watch.',
      z
        .object({
          model_id: modelIdSchema,
          dataset_id: datasetIdSchema,
          level: z
            .number()
            .meta({ description: 'Level of the interval in percent: `anomaly_level` of the model.' }),
          anomalies: z
            .array(anomalySchema)
            .meta({ description: 'The anomalies, as in `POST /v1/models/{model_id}/anomalies`.' }),
        })
        .meta({
          id: 'WebhookAnomalyDetectedData',
          description: 'The model with the watch, and the anomalies.',
        }),
    ),
    messageOf(
      'webhook.test',
      'WebhookTest',
      '`POST /v1/webhooks/{webhook_id}/test` was called.',
      z
        .object({ webhook_id: webhookIdSchema })
        .meta({ id: 'WebhookTestData', description: 'The webhook that is tested.' }),
    ),
  ])
  .meta({ id: 'WebhookMessage', description: 'A message to a webhook. `type` tells what `data` contains.' });
type WithoutTime<Message> = Message extends unknown ? Omit<Message, 'timestamp'> : never;
export type Announcement = WithoutTime<z.infer<typeof webhookMessageSchema>>;

function isTarget(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '') return false;
  return (url.protocol === 'https:' || url.protocol === 'http:') && url.hostname !== '' && url.port !== '0';
}
