/**
 * What a business system's page loads: `<script type="module" src="https://hub/embed/v1.js">`. Small on purpose (a test
 * holds the budget): the player comes when it is needed.
 */
import { FootageBadge } from './footage-badge.ts';
import { LinkedFootage } from './linked-footage.ts';

const define = (tag: string, element: CustomElementConstructor): void => {
  if (!customElements.get(tag)) customElements.define(tag, element);
};

define('footage-badge', FootageBadge);
define('linked-footage', LinkedFootage);
