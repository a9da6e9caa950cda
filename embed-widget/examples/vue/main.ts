import { createApp } from 'vue';
import CaseFootage from './case-footage.vue';

const record = new URLSearchParams(location.search).get('record') ?? 'A990100000000';
createApp(CaseFootage, { record }).mount('#app');
