import { useCallback, useEffect, useState } from 'react';
import { footageGrant } from '../footage-grant.ts';

/** The footage of one case, with what was cited from it. */
export const CaseFootage = ({ record }: { record: string }) => {
  const [grant, setGrant] = useState('');
  const [excerpt, setExcerpt] = useState('');
  const open = useCallback(() => void footageGrant(record).then(setGrant), [record]);
  useEffect(open, [open]);
  return (
    <>
      <h1>
        案件 <footage-badge system="case" record={record} grant={grant} />
      </h1>
      <linked-footage
        system="case"
        record={record}
        grant={grant}
        ongrantneeded={open}
        oncite={({ detail }) => setExcerpt((before) => `${before}${detail.text}\n`)}
      />
      <textarea aria-label="案卷摘录" rows={4} cols={60} value={excerpt} readOnly />
    </>
  );
};
