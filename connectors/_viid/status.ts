import {
  ConfigurationError,
  HubError,
  NotFoundError,
  RecordError,
  RetriableError,
  TooLargeError,
  UnauthenticatedError,
} from '../../hub/core/errors.ts';
import { refusalOf } from '../_kit/receipt.ts';
import { writeTime } from '../_kit/time-text.ts';

/** ConfirmStatusType of GA/T 1400.3. */
export const statusCodes = {
  ok: 0,
  otherError: 1,
  busy: 2,
  deviceError: 3,
  invalidOperation: 4,
  invalidJsonFormat: 7,
  invalidJsonContent: 8,
} as const;
export type StatusCode = (typeof statusCodes)[keyof typeof statusCodes];

const mediaType = 'application/VIID+JSON;charset=UTF-8';

/** One answer about one thing. */
export interface Status {
  RequestURL: string;
  StatusCode: StatusCode;
  StatusString: string;
  Id: string;
  LocalTime: string;
}

export const localTime = (zone: string): string => writeTime(Date.now(), 'yyyyMMddHHmmss', zone);

export const statusOf = (url: string, id: string, zone: string, code: StatusCode = 0, text = 'OK'): Status => ({
  RequestURL: url,
  StatusCode: code,
  StatusString: text,
  Id: id,
  LocalTime: localTime(zone),
});

export const viidAnswer = (document: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(document), { status, headers: { ...headers, 'content-type': mediaType } });

export const oneStatus = (status: Status, httpStatus = 200, headers: Record<string, string> = {}): Response =>
  viidAnswer({ ResponseStatusObject: status }, httpStatus, headers);

export const manyStatuses = (statuses: readonly Status[]): Response =>
  viidAnswer({ ResponseStatusListObject: { ResponseStatusObject: statuses } });

const codeOf = (error: unknown): StatusCode => {
  if (error instanceof RetriableError || !(error instanceof HubError)) return statusCodes.busy;
  if (error instanceof UnauthenticatedError || error instanceof NotFoundError) return statusCodes.invalidOperation;
  if (error instanceof RecordError) return statusCodes.invalidJsonFormat;
  if (error instanceof TooLargeError || error instanceof ConfigurationError) return statusCodes.otherError;
  return statusCodes.invalidJsonContent;
};

/** An error in the words of GA/T 1400, with the HTTP status beside it. */
export const statusOfError = (error: unknown, url: string, zone: string, challenges: readonly string[]): Response => {
  const { status, message, headers } = refusalOf(error);
  const response = oneStatus(statusOf(url, '', zone, codeOf(error), message), status, headers);
  if (status === 401) for (const challenge of challenges) response.headers.append('www-authenticate', challenge);
  return response;
};
