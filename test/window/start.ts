import { installFakeCareseal } from './fake-careseal.ts';
import { sceneOf } from './scenes.ts';

// This script stands before the window's own in the page, so the bridge is there first, as the preload's is.
installFakeCareseal(sceneOf(new URLSearchParams(location.search)));
