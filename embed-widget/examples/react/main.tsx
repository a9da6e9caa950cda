import { createRoot } from 'react-dom/client';
import { CaseFootage } from './case-footage.tsx';

const app = document.getElementById('app');
const record = new URLSearchParams(location.search).get('record') ?? 'A990100000000';
if (app) createRoot(app).render(<CaseFootage record={record} />);
