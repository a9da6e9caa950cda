/**
 * Ask the page's own server for a grant; it asks the hub with its API key, which never comes into a browser. A grant opens
 * once and within two minutes, so it is asked for when a page is shown, and again when `grantneeded` fires.
 *
 * @param record number of the record in the business system
 */
export const footageGrant = async (record: string): Promise<string> => {
  const answer = await fetch(`/footage-grant?record=${encodeURIComponent(record)}`, { method: 'POST' });
  if (!answer.ok) throw new Error(`no grant: HTTP ${answer.status}`);
  const { token } = (await answer.json()) as { token: string };
  return token;
};
