import { footageGrant } from '../footage-grant.ts';

const footage = document.querySelector('linked-footage');
const badge = document.querySelector('footage-badge');
const excerpt = document.querySelector('textarea');

/** Badge and player share one grant. */
const open = async (): Promise<void> => {
  const grant = await footageGrant(footage?.getAttribute('record') ?? '');
  for (const element of [footage, badge]) element?.setAttribute('grant', grant);
};

footage?.addEventListener('grantneeded', () => void open());
footage?.addEventListener('cite', ({ detail }) => {
  if (excerpt) excerpt.value += `${detail.text}\n`;
});
void open();
