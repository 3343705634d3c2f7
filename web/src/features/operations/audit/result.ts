export type Outcome = 'done' | 'refused' | 'failed';

/**
 * The result of an action as the log has it: an HTTP status, and perhaps the address of the run that was started, at the API or in the job
 * dashboard.
 */
export const readResult = (result: string): { status: string; outcome: Outcome; runId: string | undefined } => {
  const [status = '', address = ''] = result.split(' ');
  const code = Number(status);
  return {
    status,
    outcome: code < 400 ? 'done' : code < 500 ? 'refused' : 'failed',
    runId: /^\/(?:api\/ops\/runs|hangfire\/runs\/details)\/([\w-]+)$/.exec(address)?.[1],
  };
};
